import { editor as address } from "./address/editor";
import { editor as autonumber } from "./autonumber/editor";
import { editor as boolean } from "./boolean/editor";
import { editor as choice } from "./choice/editor";
import { editor as date } from "./date/editor";
import { editor as datetime } from "./datetime/editor";
import { editor as decimal } from "./decimal/editor";
import { editor as department } from "./department/editor";
import { editor as email } from "./email/editor";
import { editor as file } from "./file/editor";
import { editor as im } from "./im/editor";
import { editor as integer } from "./integer/editor";
import { editor as json } from "./json/editor";
import { editor as longtext } from "./longtext/editor";
import { editor as money } from "./money/editor";
import { editor as multichoice } from "./multichoice/editor";
import { editor as multireference } from "./multireference/editor";
import { editor as percent } from "./percent/editor";
import { editor as phone } from "./phone/editor";
import { editor as rating } from "./rating/editor";
import { editor as reference } from "./reference/editor";
import { editor as richtext } from "./richtext/editor";
import { editor as tags } from "./tags/editor";
import { editor as text } from "./text/editor";
import { editor as translated } from "./translated/editor";
import type { EditorMap } from "./types";
import { editor as url } from "./url/editor";
import { editor as user } from "./user/editor";

/** How every kind of field is entered and filtered by; loaded when a first input is needed. */
export const editors = {
  text,
  translated,
  longtext,
  richtext,
  integer,
  decimal,
  percent,
  money,
  date,
  datetime,
  boolean,
  choice,
  multichoice,
  tags,
  reference,
  multireference,
  user,
  department,
  email,
  phone,
  im,
  url,
  address,
  file,
  rating,
  autonumber,
  json,
} satisfies EditorMap as EditorMap;
