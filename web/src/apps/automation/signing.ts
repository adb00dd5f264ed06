import type { FieldMeta, ObjectMeta } from "@/api/types";

/** How a receiver knows in Python that a message is ours and fresh. */
export const verifying = `import base64, hashlib, hmac, time

def is_genuine(secret, headers, body):  # headers in lower case, body: the bytes as received
    key = base64.b64decode(secret.removeprefix("whsec_"))
    sent = headers["webhook-timestamp"]
    signed = f"{headers['webhook-id']}.{sent}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers["webhook-signature"].split(" ")
    return abs(time.time() - int(sent)) <= 300 and any(hmac.compare_digest(wanted, one) for one in given)
`;

/** A shell that signs the message as agreed and sends it; the secret is put in by whoever has it. */
export const sending = (url: string, message: string): string => `SECRET='whsec_…'
URL='${url}'
BODY='${message.replaceAll("'", "'\\''")}'
ID="msg_$(date +%s%N)"; AT=$(date +%s)
KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
SIGNED=$(printf %s "$ID.$AT.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)
curl -X POST "$URL" -H 'Content-Type: application/json' -H "webhook-id: $ID" \\
  -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGNED" --data-raw "$BODY"
`;

const examples: Record<string, unknown> = {
  integer: 1,
  rating: 3,
  decimal: "1.5",
  percent: "10",
  money: { amount: "100.00", currency: "CNY" },
  boolean: true,
  date: "2030-01-31",
  datetime: "2030-01-31T09:00:00Z",
  email: "someone@example.com",
  url: "https://example.com",
  phone: "010-12345678",
};

const exampleOf = (field: FieldMeta | undefined): unknown => {
  if (!field) return "";
  const first = field.choices?.[0]?.value;
  if (field.kind === "choice") return first ?? "";
  if (field.kind === "multichoice") return first === undefined ? [] : [first];
  return examples[field.kind] ?? field.label;
};

/** Puts a value where "data.items.0.name" says; a number is a place in a list. */
function put(message: Record<string, unknown>, place: string, value: unknown): void {
  const parts = place.split(".");
  let at: Record<string, unknown> = message;
  parts.forEach((part, index) => {
    if (index === parts.length - 1) at[part] = value;
    else {
      const next = /^\d+$/.test(parts[index + 1] ?? "") ? [] : {};
      if (typeof at[part] !== "object" || at[part] === null) at[part] = next;
      at = at[part] as Record<string, unknown>;
    }
  });
}

/** A message of the shape a way in expects. */
export function sampleOf(
  mapping: Record<string, string>,
  object: ObjectMeta | undefined,
): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const [name, place] of Object.entries(mapping))
    put(message, place, exampleOf(object?.fields.find((field) => field.name === name)));
  return message;
}
