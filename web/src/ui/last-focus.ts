const above =
  ".ant-modal-root, .ant-drawer, .ant-dropdown, .ant-popover, .ant-select-dropdown, .ant-picker-dropdown";

let last: HTMLElement | null = null;

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLElement && !target.closest(above)) last = target;
});

/** What had the focus last on the page itself, menus and dialogs above it aside. */
export const lastOnPage = (): HTMLElement | null => last;
