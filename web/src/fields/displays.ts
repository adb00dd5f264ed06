import { display as address } from "./address/display";
import { display as autonumber } from "./autonumber/display";
import { display as boolean } from "./boolean/display";
import { display as choice } from "./choice/display";
import { display as date } from "./date/display";
import { display as datetime } from "./datetime/display";
import { display as decimal } from "./decimal/display";
import { display as department } from "./department/display";
import { display as email } from "./email/display";
import { display as file } from "./file/display";
import { display as im } from "./im/display";
import { display as integer } from "./integer/display";
import { display as json } from "./json/display";
import { display as longtext } from "./longtext/display";
import { display as money } from "./money/display";
import { display as multichoice } from "./multichoice/display";
import { display as multireference } from "./multireference/display";
import { display as percent } from "./percent/display";
import { display as phone } from "./phone/display";
import { display as rating } from "./rating/display";
import { display as reference } from "./reference/display";
import { display as richtext } from "./richtext/display";
import { display as tags } from "./tags/display";
import { display as text } from "./text/display";
import { display as translated } from "./translated/display";
import type { DisplayMap } from "./types";
import { display as url } from "./url/display";
import { display as user } from "./user/display";

/** How every kind of field is shown; a kind without an entry does not compile. */
export const displays = {
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
} satisfies DisplayMap as DisplayMap;
