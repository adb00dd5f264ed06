import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Toasts } from "@/ui/toast";
import { Antd } from "./antd";
import { createClient } from "./query-client";
import { router } from "./router";

const client = createClient();

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Antd>
        <RouterProvider router={router} />
        <Toasts />
      </Antd>
    </QueryClientProvider>
  );
}
