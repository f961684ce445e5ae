"""openpyxl and et_xmlfile: a workbook written and read again: formulas, styles, charts, merged cells, tables, validation, streaming."""
# needs: openpyxl et_xmlfile

import datetime
import io
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

book = Workbook()
sheet = book.active
sheet.title = 'Sales é'
sheet.append(['Month', 'Units', 'Price', 'When', 'Total'])
for i, (month, units, price) in enumerate([('Jan', 10, 2.5), ('Feb', 20, 3), ('Mar', 15, 2.75)], 2):
    sheet.append([month, units, price, datetime.datetime(2024, i, 1, 12, 30), f'=B{i}*C{i}'])
sheet['A6'] = 'sum <&> "q"'
sheet['B6'] = '=SUM(B2:B4)'
sheet['F1'] = True
sheet['F2'] = datetime.time(1, 2, 3)
sheet['F3'] = datetime.timedelta(hours=30)
sheet['A1'].font = Font(bold=True, color='FF0000', size=14)
sheet['A1'].fill = PatternFill('solid', fgColor='FFFF00')
sheet['B2'].border = Border(left=Side(style='thin'), bottom=Side(style='double'))
sheet['B2'].alignment = Alignment(horizontal='center', wrap_text=True)
sheet['C2'].number_format = '#,##0.00 €'
sheet['A2'].comment = Comment('checked', 'me')
sheet['A3'].hyperlink = 'http://example.org/?a=1&b=2'
style = NamedStyle('mine', font=Font(italic=True))
book.add_named_style(style)
sheet['A4'].style = 'mine'
sheet.merge_cells('A8:C9')
sheet.freeze_panes = 'B2'
sheet.column_dimensions['A'].width = 22.5
sheet.row_dimensions[1].height = 30
sheet.auto_filter.ref = 'A1:E4'
sheet.conditional_formatting.add('B2:B4', CellIsRule(operator='greaterThan', formula=['12'], fill=PatternFill(bgColor='00FF00')))
sheet.conditional_formatting.add('C2:C4', ColorScaleRule(start_type='min', start_color='AA0000', end_type='max', end_color='00AA00'))
choice = DataValidation(type='list', formula1='"Jan,Feb,Mar"', allow_blank=True)
sheet.add_data_validation(choice)
choice.add('A2:A4')
table = Table(displayName='Sales', ref='A1:E4')
table.tableStyleInfo = TableStyleInfo(name='TableStyleMedium9', showRowStripes=True)
other = book.create_sheet('Charts', 0)
for chart in (BarChart(), LineChart()):
    chart.title = type(chart).__name__
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=4))
    other.add_chart(chart, f'A{1 + 20 * len(other._charts)}')
book.properties.creator = 'someone'
book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 1)
out = io.BytesIO()
book.save(out)
with zipfile.ZipFile(out) as z:
    for name in sorted(z.namelist()):
        text = z.read(name).decode()
        print(name, len(text) if 'core' not in name else '')
        if 'sheet' in name and name.endswith('.xml') or 'styles' in name or 'chart1' in name:
            print(text)
again = load_workbook(out)
print(again.sheetnames, again['Sales é'].dimensions, again['Sales é'].merged_cells.ranges, again['Sales é'].freeze_panes)
for row in again['Sales é'].iter_rows(values_only=True):
    print(row)
cell = again['Sales é']['A1']
print(cell.font.b, cell.font.color.rgb, cell.fill.fgColor.rgb, again['Sales é']['C2'].number_format, again['Sales é']['A2'].comment.text, again['Sales é']['A3'].hyperlink.target)
print(again['Sales é']['A4'].style, [(str(k.sqref), [r.type for r in v]) for k, v in again['Sales é'].conditional_formatting._cf_rules.items()], again['Sales é'].data_validations.dataValidation[0].formula1)
stream = Workbook(write_only=True)
page = stream.create_sheet('big')
for i in range(200):
    page.append([i, i * i, f'row {i}'])
target = io.BytesIO()
stream.save(target)
reader = load_workbook(target, read_only=True)['big']
print(sum(r[1] for r in reader.iter_rows(values_only=True)), reader.max_row)
print([(t.type, t.subtype, t.value) for t in Tokenizer('=IF(A1>"x y", SUM($B$2:C3)*-2.5e3, {1,2;3,4}) & TRUE').items])
print(Translator('=SUM(A1:$B2)+Sheet2!C$3', origin='D4').translate_formula('F6'), get_column_letter(703), column_index_from_string('ZZ'), range_boundaries('B2:D9'), coordinate_from_string('AB12'))
sheet.insert_rows(3)
sheet.delete_cols(6)
sheet.move_range('A6:B6', rows=2, translate=True)
print([[c.value for c in row] for row in sheet['A1:C8']])
