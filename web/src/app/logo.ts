import type { Company } from "@/api/types";

/** Address of the company's logo, or of the product's while there is none. */
export const logoOf = (company: Company | undefined): string =>
  company?.logo ? `/api/v1/company/logo?v=${company.logo}` : "/favicon.svg";
