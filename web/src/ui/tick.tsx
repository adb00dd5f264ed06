import "./ui.css";

type Props = {
  checked: boolean;
  partly?: boolean;
  label: string;
  onChange: (checked: boolean, range: boolean) => void;
};

/** A check box; `range` is true when Shift was held. */
export function Tick({ checked, partly = false, label, onChange }: Props) {
  return (
    <input
      type="checkbox"
      className="tick"
      aria-label={label}
      checked={checked}
      ref={(node) => {
        if (node) node.indeterminate = partly && !checked;
      }}
      onChange={(event) =>
        onChange(event.target.checked, (event.nativeEvent as MouseEvent).shiftKey === true)
      }
      onClick={(event) => event.stopPropagation()}
    />
  );
}
