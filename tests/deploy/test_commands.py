"""What a person reads, and what is refused before anything is started."""

import socket
import subprocess
import sys

import pytest

from deploy import browser, debian, demo, places, processes, progress, run, test
from deploy.progress import Failure


def test_a_failure_says_what_happened_and_then_what_to_do(capsys, monkeypatch):
    monkeypatch.setattr(progress.signal, "signal", lambda *_: None)
    monkeypatch.setattr(progress, "stop_with_parent", lambda: None)

    def command():
        raise Failure("It broke.", "Mend it.", detail="the log's last line")

    # What pytest puts in place of stdout cannot be reconfigured.
    monkeypatch.setattr(sys.stdout, "reconfigure", lambda **_: None, raising=False)
    with pytest.raises(SystemExit) as ended:
        progress.main(command)
    assert ended.value.code == 1
    assert capsys.readouterr().err == "\nthe log's last line\nIt broke.\nMend it.\n"


def test_a_step_is_announced(capsys):
    with progress.step("Doing something"):
        pass
    assert capsys.readouterr().out == "Doing something …\n"


def test_a_failed_program_shows_its_last_lines():
    code = "import sys; [print(n) for n in range(100)]; sys.exit(1)"
    with pytest.raises(Failure) as failure:
        progress.run([sys.executable, "-c", code], "It broke.", lambda output: f"{len(output)}")
    assert failure.value.detail.splitlines() == [str(n) for n in range(75, 100)]
    assert failure.value.to_do == "290"


def test_what_does_not_stop_is_ended_with_what_it_started():
    script = 'trap "" TERM; sleep 600 & echo $!; wait; wait'
    process = processes.start(["sh", "-c", script], stdout=subprocess.PIPE, text=True)
    with process.stdout as output:
        child = int(output.readline())
        processes.stop(process, grace=0.1)
        assert process.returncode == -9
        # The pipe closes when the last of them is gone.
        assert output.read() == ""
    assert child


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "٨٠٨٠"])
def test_a_port_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Failure, match="no port number"):
        run._port()


def test_a_taken_port_is_refused_and_another_proposed():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Failure) as failure:
            demo.demand_free("127.0.0.1", port)
    assert f"PORT={port + 1}" in failure.value.to_do


def test_a_second_site_in_the_same_folder_is_refused(tmp_path):
    first, second = demo.Demo(tmp_path, 8000), demo.Demo(tmp_path, 8001)
    with (
        run._only_one(first),
        pytest.raises(Failure, match=r"already running .* http://localhost:8000"),
        run._only_one(second),
    ):
        pass
    with run._only_one(second):
        pass


def test_a_throwaway_folder_goes_and_takes_abandoned_ones_along(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAZA_DATA", str(tmp_path))
    with places.throwaway("first") as first:
        abandoned = first.parent / "killed-1"
        abandoned.mkdir()
        (abandoned / "in-use").touch()
        with places.throwaway("second") as second:
            assert first.exists()
            assert not abandoned.exists()
        assert not second.exists()
    assert not first.exists()


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path):
    key = places.secret_key(tmp_path)
    assert places.secret_key(tmp_path) == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_without_apt_the_missing_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(Failure) as failure:
        browser.ensure()
    assert "apt install chromium" in failure.value.to_do


def test_only_debian_itself_is_given_packages(monkeypatch, tmp_path):
    (tmp_path / "apt-get").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(debian.os, "geteuid", lambda: 0)
    release = tmp_path / "os-release"
    release.write_text('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n')
    assert not debian.can_install(release)
    release.write_text("ID=debian\n")
    assert debian.can_install(release)


def test_a_chromium_that_is_named_wrongly_is_refused(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(Failure, match="/no/such/chromium"):
        browser.ensure()


def test_the_tests_do_not_see_a_developers_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAZA_DEMO", "1")
    monkeypatch.setenv("EMAIL_URL", "smtp://agency.example")
    environment = test._environment(tmp_path, "postgres:///plaza")
    assert environment.keys().isdisjoint({"PLAZA_DEMO", "EMAIL_URL"})
    assert environment["PLAZA_DATA"] == str(tmp_path)
