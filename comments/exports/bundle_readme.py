"""README.txt of a bundle, in both languages: what is in it, and how to check it."""

from comments.models import Docket

_ENGLISH = """\
PUBLIC RECORD OF DOCKET {number}
{headline}

This archive has what the public may have of this docket.

  {all} comments were received.
  {included} are included with their words and files.
  {same} are form letters that add nothing to a letter that is included. They are listed with the
    campaign, without their words: nobody has read the signature of each.
  {withheld} are withheld. They are listed with the legal reason and without their words.
  {undecided} are undecided: the agency has not finished its review. They are listed without their
    words.
  {listed} are spam or were withdrawn. They are listed by number, state and date.

FILES
  docket.json         the docket: its dates, documents, topics, and the comments that are posted
  comments.jsonl      every comment, one JSON object in each line
  translations.jsonl  translations that a second person has verified; the original text governs
  campaigns.jsonl     form letters: "letter" is the comment that stands for the others
  trail.csv           who did what with each comment, and when
  attachments/        the files, below the number of their comment
  SHA256SUMS          the SHA-256 checksum of each file
  manifest.json       the size and the checksum of each file, and one checksum of them all

What the law protects is blacked out; "redactions" in comments.jsonl says where and why. E-mail
addresses and the names of people who asked to stay anonymous are left out. Notes between members
of staff are not part of this archive. A file that is withheld, infected, or waiting to be scanned
or redacted is listed with the reason ("why_not") and is not in attachments/. Times in the data are
in UTC.

TO CHECK THIS ARCHIVE
Unpack it, open a terminal in its folder, and run:

  sha256sum --check SHA256SUMS          (Linux)
  shasum -a 256 --check SHA256SUMS      (macOS)

With Plaza's own program, which also finds what was added or is missing:

  manage.py verify_bundle {number}-record.zip
"""

_SPANISH = """\
REGISTRO PÚBLICO DEL EXPEDIENTE {number}
{headline}

Este archivo contiene lo que el público puede consultar de este expediente.

  Comentarios recibidos: {all}.
  Incluidos con su texto y sus archivos: {included}.
  Cartas tipo que no añaden nada a una carta incluida: {same}. Figuran con su campaña y sin su
    texto, porque nadie ha leído la firma de cada una.
  Reservados: {withheld}. Figuran con el motivo legal y sin su texto.
  Sin decidir: {undecided}. La agencia no ha terminado la revisión; figuran sin su texto.
  Correo no deseado o retirados: {listed}. Figuran solo con su número, su estado y su fecha.

ARCHIVOS
  docket.json         el expediente: fechas, documentos, temas y los comentarios publicados
  comments.jsonl      todos los comentarios, un objeto JSON en cada línea
  translations.jsonl  traducciones que verificó una segunda persona; prevalece el texto original
  campaigns.jsonl     cartas tipo: "letter" es el comentario que representa a los demás
  trail.csv           quién hizo qué con cada comentario y cuándo
  attachments/        los archivos adjuntos, bajo el número de su comentario
  SHA256SUMS          la suma de verificación SHA-256 de cada archivo
  manifest.json       el tamaño y la suma de verificación de cada archivo, y una suma de todos

Lo que la ley protege está tachado; "redactions" en comments.jsonl indica dónde y por qué. No se
incluyen los correos electrónicos ni los nombres de quienes pidieron el anonimato. Las notas
internas del personal no forman parte de este archivo. Los archivos adjuntos reservados,
infectados o pendientes de análisis o de tachado figuran con el motivo ("why_not"), pero no están en
attachments/. Las horas de los datos están en UTC.

PARA VERIFICAR ESTE ARCHIVO
Descomprímalo, abra una terminal en su carpeta y ejecute:

  sha256sum --check SHA256SUMS          (Linux)
  shasum -a 256 --check SHA256SUMS      (macOS)

Con el programa de Plaza, que además detecta lo que se haya agregado o falte:

  manage.py verify_bundle {number}-record.zip
"""


def text(docket: Docket, counts: dict[str, int]) -> str:
    """Both languages, one below the other."""
    english = _ENGLISH.format(number=docket.number, headline=docket.headline_en, **counts)
    headline = docket.headline_es or docket.headline_en
    spanish = _SPANISH.format(number=docket.number, headline=headline, **counts)
    return f"{english}\n{'-' * 80}\n\n{spanish}"
