/** Whether files chosen in a form are still on their way: what is saved now would be without them. */
export const isUploading = (form: Element): boolean => form.querySelector(".upload[aria-busy=true]") !== null;
