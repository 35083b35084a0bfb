"""What people say in English, sentence by sentence. Words in braces are filled in by letters.py."""

OPENINGS = (
    "I have lived on {street} for {years} years.",
    "My family moved to {place} {years} years ago.",
    "I work the {shift} shift at a warehouse near {place}.",
    "I am a {trade} and I pass {place} every day.",
    "We run a small shop on {street}.",
    "I teach at the school beside {place}.",
    "I am retired and I walk from {street} to the water each morning.",
    "I grew up near {place} and came back after {years} years.",
    "My {relative} worked on the docks for {years} years.",
    "I read the draft at the library on {street}.",
    "I attended the meeting about the draft and want to add something.",
    "I do not usually write letters like this one.",
    "I speak for the {count} households around {place}.",
    "We discussed the draft at our church on {street}.",
    "I am writing about {place}.",
    "I rent a flat above a garage on {street}.",
)

CONCERNS = (
    "Between {hour} and noon I counted {count} trucks on {street}.",
    "The smell of diesel comes through the windows whenever the wind turns at {place}.",
    "My {relative} has asthma and was in hospital {few} times last year.",
    "The {one_machine} at {place} idles for an hour before anybody uses it.",
    "On {street} the dust on the parked cars is black by {weekday}.",
    "Nobody answers when we call about the noise at {place}.",
    "The draft mentions {machine} only once, although there are {count} of them.",
    "The table on page {few} does not add up.",
    "Ships wait off {place} with their engines running for {few} days.",
    "The bus stop on {street} stands right behind the exhaust of the queue.",
    "The train at {hour} shakes the dishes in our kitchen near {place}.",
    "I could not find how much the measure for {machine} would cost.",
    "Last summer the monitor at {place} was out of order for {few} weeks.",
    "There is no shade and no crossing between {place} and {street}.",
    "The new lights at {place} shine into the bedrooms all night.",
    "A {trade} earns too little to buy any {one_machine} without help.",
    "The children of my {relative} play outside only when the terminal rests.",
    "The price of a new {one_machine} has risen by {few} tenths since the last plan.",
    "Containers are stacked so high at {place} that the wind whistles in them.",
    "I was told on {weekday} that nobody had heard of my complaint from {place}.",
    "The pavement of {street} breaks every winter under the weight.",
    "Two of the {machine} near {place} have leaked oil into the gutter since {weekday}.",
    "We keep the windows shut from {hour} until dark.",
    "Gulls sit on the roofs of {place} in oil from head to foot.",
    "Deliveries to our shop come {few} hours late because {street} is blocked.",
    "The last survey asked only {count} people, and none of them lives near {place}.",
    "The fence at {place} has a hole through which children climb to the tracks.",
    "My {relative} coughs at night when the wind blows from {place}.",
    "I see {trade} colleagues wait in line without a toilet for {few} hours.",
    "The turning lane into {place} holds {few} trucks, and {count} come.",
)

REQUESTS = (
    "Please put a monitor at the corner of {street} and show its readings there.",
    "Please close {street} to heavy trucks before {hour}.",
    "The fund should pay {few} tenths of the price of a new {one_machine}.",
    "I ask that {place} be the first to get chargers.",
    "Write the names of those who are responsible for {place} into the plan.",
    "The limit should apply to each {one_machine}, also when it is rented.",
    "Hold the next meeting on a {weekday} evening near {place}.",
    "Train a {trade} from this neighborhood for every {one_machine} that is replaced.",
    "Plant trees along {street}, and water them.",
    "Give every household within {few} blocks of {place} a filter for the air.",
    "Begin with {machine}, since they are the oldest.",
    "Report every quarter what was done at {place} and what was not.",
    "Let no engine run for longer than {few} minutes at {place}.",
    "Please translate the tables and not only the summary.",
    "The work at {place} should end at {hour} on every {weekday}.",
    "Fine those who break the limit at {place}, and spend the money on {street}.",
    "Add the {count} small operators to the list, or the numbers mean little.",
    "Keep {street} open for bicycles while the line is built.",
    "Please explain why {place} is left out.",
    "I would start two years earlier and pay for it with a fee on each container.",
    "Ask a {trade} to sit on the committee.",
    "Wash {street} once a week until the trucks are gone.",
    "Connect the ships at {place} to shore power before you buy another {one_machine}.",
    "Do not approve anything until the study of {place} is published.",
)

CLOSINGS = (
    "Thank you for reading this.",
    "I hope that you come and see it for yourselves.",
    "I would be glad to show you around on a {weekday}.",
    "Otherwise I support the draft.",
    "Otherwise I am against the draft.",
    "I will be at the board meeting.",
    "Please answer in writing.",
    "We have been patient for {years} years.",
    "Everything else in the draft seems sensible to me.",
    "My neighbors on {street} agree with me.",
)

PRIVATE = (
    "You can call me at {phone} after {hour}.",
    "My telephone number is {phone}.",
    "Please write to me at {address}.",
    "I live at {address} and have the photographs here.",
    "The lady at {address} will tell you the same.",
    "My e-mail address is {email}.",
    "The clinic asked for my number, which is {identity}, and never called back.",
    "My Social Security number is {identity}, in case you need it for the fund.",
    "My daughter {girl}, who is {age} years old, was taken to hospital from school.",
    "My son {boy} ({age}) has not run in the yard since spring.",
    "Our neighbor's child {child}, aged {age}, has the same cough.",
)

OWN_PARAGRAPHS = (
    "I want to add that {concern} {request}",
    "For me this is personal. {opening} {concern}",
    "One more thing that the letter does not say: {request}",
    "{opening} {concern} That is why I send this letter.",
    "What I see every day: {concern} {concern}",
)

POSTSCRIPTS = (
    "P.S. {request}",
    "PS: {concern}",
    "P.S. I have never written to a board before.",
    "P.S. {closing}",
)

GREETINGS = ("Dear board:", "Hello,", "Dear neighbors at the agency,", "Good morning,")
INTRODUCTION = "My name is {name} and I live near {place}."
SPAM = (
    "Cheap watches for {count} dollars, visit our shop on {weekday}.",
    "Earn {count} dollars a day from home, ask us how.",
    "We place your site on page one within {few} days.",
)
ADDITIONS = (
    "I forgot to say: {request}",
    "Something happened since I wrote to you. {concern}",
    "Please add this to my comment. {concern} {request}",
)

# What somebody saw: when, what, and what came of it. Put together, few saw the same.
DETAIL = "{when} {event}, {outcome}."
WHENS = (
    "Last {weekday} at {hour}",
    "On the {weekday} before the holidays",
    "When I came home at {hour}",
    "During the heat wave in August",
    "While I waited for the bus on {street}",
    "The {weekday} that it rained so hard",
    "Some {few} weeks ago",
    "Twice since {weekday}",
)
EVENTS = (
    "I stood behind {count} trucks near {place}",
    "my {relative} had to close every window toward {place}",
    "we watched {machine} run for {few} hours with nobody on them",
    "a driver turned around in our driveway on {street}",
    "the dust from {place} lay on the table again",
    "a {trade} I know showed me the engine of an old {one_machine}",
    "somebody parked {few} trailers across the sidewalk of {street}",
    "the children counted {machine} from the window of the school",
)
OUTCOMES = (
    "and nobody answered the telephone",
    "and my {relative} still talks about it",
    "which I wrote down with the hour and the plate",
    "so we went to stay with my {relative} for {few} days",
    "and the inspector came {few} days later",
    "as my neighbors on {street} can tell you",
    "and I have photographs if you want to see them",
    "which is why I answer you at all",
)
STREETS = (
    *("Alder Street", "Harbor Lane", "Canal Avenue", "Larkspur Court", "Mission Road"),
    *("Anchor Street", "Third Street", "Wharf Road", "Juniper Avenue", "Signal Hill Drive"),
    *("Cannery Row", "Depot Street", "Magnolia Avenue", "Pacific Lane", "Foundry Street"),
)
PLACES = (
    *("the east basin", "the rail yard", "Pier 14", "the container terminal", "the north gate"),
    *("the truck stop", "the cold store", "Pier 3", "the ferry landing", "the fuel depot"),
    *("the west gate", "the cruise terminal", "the grain elevator", "the old cannery"),
)
MACHINES = (
    *("yard tractors", "forklifts", "top handlers", "drayage trucks", "tugboats"),
    *("switcher locomotives", "harbor cranes", "generators", "refrigerated trailers"),
)
ONE_MACHINE = tuple(machine.removesuffix("s") for machine in MACHINES)
TRADES = ("crane operator", "truck driver", "welder", "mechanic", "clerk", "nurse")
RELATIVES = ("father", "mother", "grandson", "sister", "neighbor", "brother", "niece", "uncle")
SHIFTS = ("early", "late", "night")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = ("five in the morning", "six o'clock", "seven", "half past eight", "ten at night")
