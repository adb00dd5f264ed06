import { useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { Select } from "@/ui/select";
import type { Address } from "./display";
import { type Place, type Regions, useRegions } from "./use-regions";

type Props = { address: Address; onPick: (region: Address) => void };

const label = (place: Place): string =>
  currentLanguage() === "en" && place.latin ? `${place.latin} ${place.name}` : place.name;
const options = (places: Place[]) => places.map((place) => ({ value: place.code, label: label(place) }));

/** What an address says of a place by its code. */
function regionOf(regions: Regions, code: string | null): Address {
  const found = code ? regions.byCode.get(code) : undefined;
  if (!code || !found) return { code: null, province: null, city: null, district: null };
  const name = (at: string) => regions.byCode.get(at)?.name || null;
  return {
    code,
    country: "CN",
    province: name(`${code.slice(0, 2)}0000`),
    city: code.endsWith("0000") ? null : name(`${code.slice(0, 4)}00`),
    district: code.endsWith("00") ? null : found.name,
  };
}

/** Province, city and district, each narrowing the next; the first also finds any place by its name or reading. */
export function RegionPicker({ address, onPick }: Props) {
  const { t } = useTranslation();
  const regions = useRegions(true);
  const [typed, setTyped] = useState("");
  if (!regions) return <span className="skeleton address__line" style={{ height: "var(--control)" }} />;
  const [province, second, third] = address.code ? regions.path(address.code) : [];
  const places = province ? regions.below(province.code) : [];
  const districts = second?.code.endsWith("00") ? regions.districts(second.code) : [];
  const pick = (code: string | null | undefined) => {
    setTyped("");
    onPick(regionOf(regions, code ?? null));
  };
  const found = regions.find(typed).map((place) => ({
    value: place.code,
    label: regions.path(place.code).map(label).join(" / "),
  }));
  const level = (
    name: "city" | "district",
    value: Place | undefined,
    within: Place[],
    above: string | undefined,
  ) => (
    <Select
      className="select-wide"
      aria-label={t(`address.${name}`)}
      placeholder={t(`address.${name}`)}
      value={value?.code}
      options={options(within)}
      disabled={within.length === 0}
      showSearch={{
        filterOption: (text, option) => regions.find(text).some(({ code }) => code === option?.value),
      }}
      allowClear
      onChange={(code) => pick(code ?? above)}
    />
  );
  return (
    <>
      <Select
        className="select-wide address__line"
        aria-label={t("address.region")}
        placeholder={t("address.find")}
        value={province?.code}
        options={typed ? found : options(regions.provinces)}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        allowClear
        notFoundContent={t("common.nothingFound")}
        onChange={pick}
      />
      {level("city", second, places, province?.code)}
      {level("district", third, districts, second?.code)}
    </>
  );
}
