// Reads calendar files with ical.js, strictly, and prints what it saw of each as JSON.
// Started by tests/meetings/calendar_readers.py with the paths of the files.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;

function seen(component) {
  const event = new ICAL.Event(component, { strictExceptions: true });
  return {
    uid: event.uid,
    sequence: component.getFirstPropertyValue("sequence"),
    // By the rules of the file's own VTIMEZONE: ical.js knows no other zone.
    starts: event.startDate.toUnixTime(),
    ends: event.endDate.toUnixTime(),
    status: component.getFirstPropertyValue("status"),
    summary: event.summary,
    description: event.description,
    location: event.location,
  };
}

const calendars = process.argv.slice(2).map((path) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  return calendar.getAllSubcomponents("vevent").map(seen);
});
process.stdout.write(JSON.stringify(calendars));
