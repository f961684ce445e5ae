/**
 * Loads every builtin type: importing it completes the types whose methods are in files of their own (int in intmethods.ts, and
 * so on; see README.md on why they are apart).
 */
import './objecttype'
import './type'
import './intmethods'
import './floatmethods'
import './complex'
import './strmethods'
import './bytes'
import './dictmethods'
import './tuplemethods'
import './listmethods'
import './range'
import './slice'
import './set'
import './enumerate'
import './iterators'
import './genericalias'
import './mappingproxy'
import './singletonmethods'
import './simplenamespace'
