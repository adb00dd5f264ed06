/** On contacts: beginning one with a business card. */
export const cards = { from: { label: "list.fromCard", icon: "id", to: "/cards", given: ["account"] } };
