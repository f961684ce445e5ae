/** _datetime: dates, times, durations and time zones (Library Reference, "datetime"; CPython: Modules/_datetimemodule.c). */
import { MAX_YEAR } from './datetime/calendar'
import { dateType } from './datetime/date'
import { datetimeType } from './datetime/datetime'
import { timeType } from './datetime/time'
import { timedeltaType } from './datetime/timedelta'
import { timezoneType, tzinfoType, utc } from './datetime/tzinfo'
import type { NativeModule } from './definition'

export const datetimeModule: NativeModule = {
  name: '_datetime',
  doc: 'Dates, times, durations and time zones.',
  attributes: () => ({
    MINYEAR: 1,
    MAXYEAR: MAX_YEAR,
    UTC: utc,
    date: dateType,
    datetime: datetimeType,
    time: timeType,
    timedelta: timedeltaType,
    timezone: timezoneType,
    tzinfo: tzinfoType,
  }),
}
