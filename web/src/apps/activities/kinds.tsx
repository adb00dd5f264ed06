import {
  CalendarClock,
  CircleAlert,
  CircleCheck,
  type LucideIcon,
  Mail,
  MapPin,
  MessageSquare,
  MessagesSquare,
  Phone,
  Users,
} from "lucide-react";

type Look = { Mark: LucideIcon; colour: string };

const looks: Record<string, Look> = {
  note: { Mark: MessageSquare, colour: "purple" },
  call: { Mark: Phone, colour: "teal" },
  meeting: { Mark: Users, colour: "pink" },
  visit: { Mark: MapPin, colour: "orange" },
  task: { Mark: CircleCheck, colour: "blue" },
  email: { Mark: Mail, colour: "blue" },
  complaint: { Mark: CircleAlert, colour: "red" },
  comment: { Mark: MessagesSquare, colour: "purple" },
};

export const lookOf = (kind: unknown): Look => looks[String(kind)] ?? { Mark: CalendarClock, colour: "grey" };

/** What one notes after the fact, in the order of how often it happens. */
export const logged = ["call", "visit", "meeting", "note", "task", "complaint"] as const;

/** What is said among colleagues: no follow-up, though written in the same box. */
export const COMMENT = "comment";

/** What is open when it is written down. */
export const planned: ReadonlySet<string> = new Set(["task", "complaint"]);

/** The channel by which somebody is reached, of those that are told. */
export const channelOf: Record<string, string> = {
  call: "phone",
  visit: "visit",
  meeting: "visit",
  email: "email",
};
