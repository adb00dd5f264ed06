import { Button } from "antd";
import type { ActionMeta, ObjectMeta, RecordData } from "@/api/types";
import { inputsOf } from "@/metadata/meta";
import { Icon } from "@/ui/icon";
import { Erasure } from "../detail/erasure";
import { useAction } from "../detail/use-action";
import { InputDialog } from "../form/input-dialog";

type Props = { object: ObjectMeta; record: RecordData; action: ActionMeta };

/** In the recycle bin: erases the person one ticked record is about, without taking it out first. */
export function EraseBinned({ object, record, action }: Props) {
  const act = useAction(object, record);
  return (
    <>
      <Button danger icon={<Icon name={action.icon} size={14} />} onClick={() => act.start(action)}>
        {action.label}
      </Button>
      {act.asking && (
        <InputDialog
          title={action.label}
          ok={action.label}
          fields={inputsOf(action)}
          danger
          busy={act.busy}
          errors={act.errors}
          onSubmit={act.submit}
          onCancel={act.cancel}
        >
          <Erasure object={object} record={record} />
        </InputDialog>
      )}
    </>
  );
}
