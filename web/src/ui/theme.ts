import type { ThemeConfig } from "antd";
import { theme as antd } from "antd";

export type Shade = "light" | "dark";

const coarse = globalThis.matchMedia?.("(pointer: coarse)").matches ?? false;
const sizes = coarse
  ? { controlHeight: 36, controlHeightSM: 36, controlHeightLG: 42 }
  : { controlHeight: 28, controlHeightSM: 28, controlHeightLG: 34 };

const common = {
  // What is being done is still read; the sign beside it says that it is under way.
  opacityLoading: 1,
  fontFamily: "var(--font)",
  fontSize: 13,
  ...sizes,
  borderRadius: 6,
  borderRadiusLG: 10,
  colorPrimary: "#3b5bfd",
  motionDurationMid: ".12s",
  motionDurationSlow: ".16s",
  wireframe: false,
};

const light = {
  colorBgLayout: "#f8f8f9",
  colorBorder: "#e0e1e5",
  colorBorderSecondary: "#ececef",
  colorSplit: "#ececef",
  colorText: "#1b1d22",
  colorTextSecondary: "#5f636b",
  colorTextTertiary: "#6b6f78",
  colorTextPlaceholder: "#6b6f78",
  colorError: "#c2281d",
  boxShadowSecondary: "0 0 0 1px rgba(0,0,0,.05),0 12px 32px rgba(15,18,28,.14)",
};

const dark = {
  colorBgBase: "#101113",
  colorBgLayout: "#16171a",
  colorBgContainer: "#101113",
  colorBgElevated: "#1c1d21",
  colorBorder: "#303238",
  colorBorderSecondary: "#232529",
  colorSplit: "#232529",
  colorText: "#e9eaed",
  colorTextSecondary: "#a3a7b0",
  colorTextTertiary: "#8d919b",
  colorTextPlaceholder: "#8d919b",
  colorLink: "#93a7ff",
  colorError: "#ff8a80",
  boxShadowSecondary: "0 0 0 1px rgba(255,255,255,.08),0 16px 40px rgba(0,0,0,.55)",
};

/** A button under the pointer: `text` colours a plain one. */
const pointed = (text: string) => ({
  colorPrimaryHover: "#3350e8",
  colorPrimaryActive: "#2a43c9",
  defaultHoverColor: text,
  defaultHoverBorderColor: text,
  defaultActiveColor: text,
  defaultActiveBorderColor: text,
});

/** What is pale and still read: days of the months beside, which are chosen, too, and what a closed select asks for. */
const pale = (shade: Shade) => ({ colorTextDisabled: (shade === "dark" ? dark : light).colorTextTertiary });

/** antd theme for a shade; the look itself is in tokens.css. */
export const themeFor = (shade: Shade): ThemeConfig => ({
  algorithm: shade === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm,
  hashed: false,
  cssVar: { key: "haoke" },
  token: { ...common, ...(shade === "dark" ? dark : light) },
  components: {
    Button: {
      primaryShadow: "none",
      defaultShadow: "none",
      dangerShadow: "none",
      fontWeight: 500,
      colorPrimary: "#3b5bfd",
      // What antd derives for a button under the pointer is too pale to be read.
      ...(shade === "dark" ? { ...pointed("#93a7ff"), dangerColor: "#16171a" } : pointed("#2f4be0")),
    },
    Modal: { borderRadiusLG: 12 },
    // A week of a finger's days is as wide as a phone.
    DatePicker: { ...pale(shade), ...(coarse && { cellWidth: 44 }) },
    Select: { ...pale(shade), optionSelectedFontWeight: 500 },
  },
});
