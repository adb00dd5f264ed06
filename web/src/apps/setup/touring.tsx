import { useQueryClient } from "@tanstack/react-query";
import { checklistKey, putAway } from "./requests";
import { ShortTour } from "./tour";

/** The tour, kept for this person as taken however it ends. */
export function Touring({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const end = () => {
    onClose();
    putAway("tour")
      .then((next) => client.setQueryData(checklistKey, next))
      .catch(() => undefined);
  };
  return <ShortTour onClose={end} />;
}
