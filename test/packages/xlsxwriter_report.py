"""XlsxWriter: formats, formulas, charts, conditional formats, rich strings, tables, sparklines; the parts of the file are compared."""
# needs: xlsxwriter

import datetime
import io
import zipfile

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

out = io.BytesIO()
book = xlsxwriter.Workbook(out, {'in_memory': True, 'default_date_format': 'dd/mm/yy'})
book.set_properties({'title': 'Report <1>', 'author': 'é', 'created': datetime.datetime(2024, 1, 1)})
bold = book.add_format({'bold': True, 'font_color': 'red', 'bg_color': '#FFEE00', 'border': 1, 'align': 'center', 'valign': 'vcenter', 'rotation': 45})
money = book.add_format({'num_format': '$#,##0.00', 'italic': True, 'underline': 2})
sheet = book.add_worksheet('Data & more')
sheet.set_column('A:A', 20, bold)
sheet.set_row(0, 30, money)
sheet.write_row(0, 0, ['text', 12, 3.5, True, None, '=A1&"x"', 'http://example.org/a?b=c'])
sheet.write_column('B2', [1, 2, 3, 4])
sheet.write_datetime('C2', datetime.datetime(2024, 2, 29, 12, 30))
sheet.write('C3', datetime.date(2024, 3, 1), book.add_format({'num_format': 'mmm d yyyy'}))
sheet.write_formula('D2', '=SUM(B2:B5)', money, 10)
sheet.write_array_formula('E2:E4', '{=B2:B4*2}')
sheet.write_rich_string('A3', 'plain ', bold, 'bold', ' and ', money, 'money')
sheet.write_url('A4', 'internal:Charts!A1', string='jump', tip='go')
sheet.write_comment('B2', 'a comment', {'author': 'me', 'visible': True})
sheet.merge_range('A7:C8', 'merged', bold)
sheet.conditional_format('B2:B5', {'type': '3_color_scale'})
sheet.conditional_format('B2:B5', {'type': 'cell', 'criteria': 'between', 'minimum': 2, 'maximum': 3, 'format': bold})
sheet.conditional_format('B2:B5', {'type': 'data_bar', 'bar_color': '#63C384'})
sheet.data_validation('D5', {'validate': 'list', 'source': ['a', 'b'], 'error_type': 'warning', 'input_title': 'pick'})
sheet.autofilter('B1:D5')
sheet.filter_column('B', 'x > 1 and x < 4')
sheet.add_table('G3:I6', {'data': [[1, 'x', 2], [3, 'y', 4], [5, 'z', 6]], 'columns': [{'header': 'n', 'total_string': 'Sum'}, {'header': 's'}, {'header': 'm', 'total_function': 'sum'}], 'total_row': 1})
sheet.add_sparkline('F2', {'range': "'Data & more'!B2:B5", 'type': 'column', 'markers': True})
sheet.freeze_panes(1, 1)
sheet.protect('secret', {'sort': True})
sheet.set_header('&L&D&C&"Arial,Bold"Title&RPage &P')
sheet.print_area(0, 0, 9, 5)
charts = book.add_worksheet('Charts')
for kind in ('column', 'line', 'pie', 'scatter', 'area', 'bar', 'radar', 'doughnut', 'stock'):
    chart = book.add_chart({'type': kind})
    chart.add_series({'name': f'{kind} series', 'categories': ['Data & more', 1, 0, 4, 0], 'values': "='Data & more'!$B$2:$B$5", 'data_labels': {'value': True}, **({'trendline': {'type': 'linear'}, 'marker': {'type': 'diamond'}} if kind in ('line', 'scatter') else {})})
    chart.set_title({'name': kind.title()})
    if kind not in ('pie', 'doughnut'):
        chart.set_x_axis({'name': 'X', 'num_font': {'bold': True}, 'major_gridlines': {'visible': True}})
    charts.insert_chart(len(charts.charts) * 16, 1, chart, {'x_scale': 1.5})
book.define_name('Everything', "='Data & more'!$A$1:$I$9")
book.close()
with zipfile.ZipFile(out) as z:
    for name in z.namelist():
        print(name, z.getinfo(name).file_size)
        print(z.read(name).decode())
print(xl_rowcol_to_cell(9, 30, True, True), xl_cell_to_rowcol('XFD1048576'), xl_col_to_name(16383), xl_range_abs(0, 0, 9, 3))
