import { apiUrl, writeHeaders } from "./client";
import { Problem } from "./problem";

export type StoredFile = { id: string; name: string; size: number; type: string };

export const fileUrl = (id: string): string => apiUrl(`/files/${id}`);

type Options = { signal?: AbortSignal; onProgress?: (share: number) => void };

/** Sends one file, saying how far it is (0 to 1); answers what a file field of a record takes, or throws a `Problem`. */
export function uploadFile(file: File, { signal, onProgress }: Options = {}): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", apiUrl("/files", { name: file.name }));
    for (const [name, value] of Object.entries(writeHeaders())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onload = () =>
      request.status < 300
        ? resolve(request.response as StoredFile)
        : reject(new Problem(request.status, request.response ?? { title: request.statusText }));
    request.onerror = () => reject(new Problem(0, {}));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
