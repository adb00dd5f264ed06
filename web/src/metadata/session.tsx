import { createContext, type ReactNode, useContext } from "react";
import type { SignedIn } from "@/api/types";

const Context = createContext<SignedIn | null>(null);

export function SessionProvider({ session, children }: { session: SignedIn; children: ReactNode }) {
  return <Context value={session}>{children}</Context>;
}

/** Who is signed in, the company and the scopes this person may look through. */
export function useSignedIn(): SignedIn {
  const session = useContext(Context);
  if (!session) throw new Error("useSignedIn outside SessionProvider");
  return session;
}

/** The currency of every total. */
export const useBaseCurrency = (): string => useSignedIn().company.currency || "CNY";
