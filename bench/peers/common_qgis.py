"""One map of the common job with QGIS, without a screen (QT_QPA_PLATFORM=offscreen).

    common_qgis.py DATA K OUT.png|OUT.svg      number of the date, 0 to 35

SVG: with real text.
"""
import csv
import os
import sys

from qgis.core import (
    QgsApplication, QgsCategorizedSymbolRenderer, QgsCoordinateReferenceSystem, QgsFeature,
    QgsFillSymbol, QgsGeometry, QgsLineSymbol, QgsMapRendererCustomPainterJob,
    QgsMapRendererSequentialJob, QgsMapSettings, QgsMarkerSymbol, QgsPalLayerSettings, QgsRectangle,
    QgsRenderContext, QgsRendererCategory, QgsSingleSymbolRenderer, QgsTextBufferSettings,
    QgsTextFormat, QgsTextRenderer, QgsUnitTypes, QgsVectorLayer, QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtCore import QRectF, QSize
from qgis.PyQt.QtGui import QColor, QFont, QPainter
from qgis.PyQt.QtSvg import QSvgGenerator

DATA, K, OUT = sys.argv[1], int(sys.argv[2]), sys.argv[3]
LCC = "+proj=lcc +lat_1=39.2 +lat_2=40.5 +lat_0=39.85 +lon_0=46.2 +datum=WGS84 +units=m +no_defs"
COLOURS = {"AZE": "#7fb2d9", "ARM": "#e9a36b", "NK": "#c9746b", "PK": "#9bbf85"}
PIXELS = {key: "Pixel" for key in
          ("outline_width_unit", "line_width_unit", "size_unit", "customdash_unit")}

QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()


def fill(**look):
    return QgsFillSymbol.createSimple(PIXELS | look)


def shape(name, symbol):
    layer = QgsVectorLayer(f"{DATA}/{name}.shp", name, "ogr")
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def dissolved(districts):
    """The areas of the holders, one feature each, with the holder's code."""
    held = {}
    for district in districts.getFeatures():
        held.setdefault(district[f"h{K:02d}"], []).append(QgsGeometry(district.geometry()))
    features = []
    for holder, geometries in held.items():
        feature = QgsFeature()
        feature.setAttributes([holder])
        feature.setGeometry(QgsGeometry.unaryUnion(geometries))
        features.append(feature)
    return features


def in_memory(name, features, renderer):
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326&field=holder:string", name, "memory")
    layer.dataProvider().addFeatures(features)
    layer.setRenderer(renderer)
    return layer


def letters(size, bold=False):
    font = QFont("Noto Sans")
    font.setBold(bold)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(4)
    halo.setSizeUnit(QgsUnitTypes.RenderPixels)
    halo.setColor(QColor("#ffffff"))
    text = QgsTextFormat()
    text.setFont(font)
    text.setSize(size)
    text.setSizeUnit(QgsUnitTypes.RenderPixels)
    text.setColor(QColor("#111111"))
    text.setBuffer(halo)
    return text


def places():
    layer = shape("places", QgsMarkerSymbol.createSimple(PIXELS | dict(
        name="circle", color="#111111", outline_color="#ffffff", size="7", outline_width="1")))
    names = QgsPalLayerSettings()
    names.fieldName = "name"
    names.setFormat(letters(14))
    names.placement = QgsPalLayerSettings.OrderedPositionsAroundPoint
    names.dist = 4
    names.distUnits = QgsUnitTypes.RenderPixels
    layer.setLabeling(QgsVectorLayerSimpleLabeling(names))
    layer.setLabelsEnabled(True)
    return layer


def layers():
    """Top first."""
    neighbours = shape("neighbours", fill(color="#d9d9d9", outline_color="#9a9a9a", outline_width="0.8"))
    districts = shape("districts", fill(style="no", outline_color="85,85,85,128", outline_width="0.5"))
    disputed = shape("disputed", QgsLineSymbol.createSimple(PIXELS | dict(
        line_color="#aa0000", line_width="1.5", use_custom_dash="1", customdash="6;4")))
    features = dissolved(districts)
    holders = in_memory("holders", features, QgsCategorizedSymbolRenderer("holder", [
        QgsRendererCategory(holder, fill(color=colour, outline_style="no"), holder)
        for holder, colour in COLOURS.items()]))
    outline = in_memory("outline", features, QgsSingleSymbolRenderer(
        fill(style="no", outline_color="#222222", outline_width="2", joinstyle="round")))
    return [places(), disputed, outline, districts, holders, neighbours]


def settings(drawn):
    crs = QgsCoordinateReferenceSystem()
    crs.createFromProj(LCC)
    made = QgsMapSettings()
    made.setLayers(drawn)
    made.setDestinationCrs(crs)
    made.setOutputSize(QSize(1600, 1200))
    made.setOutputDpi(96)
    made.setExtent(QgsRectangle(-171000, -128250, 171000, 128250))
    made.setBackgroundColor(QColor("#f7f5ef"))
    made.setFlag(QgsMapSettings.Antialiasing, True)
    made.setTextRenderFormat(QgsRenderContext.TextFormatAlwaysText)
    return made


def draw_caption(painter):
    with open(f"{DATA}/dates.csv", encoding="utf-8") as file:
        date = list(csv.DictReader(file))[K]["date"]
    context = QgsRenderContext.fromQPainter(painter)
    context.setTextRenderFormat(QgsRenderContext.TextFormatAlwaysText)
    QgsTextRenderer.drawText(QRectF(30, 30, 400, 40), 0, QgsTextRenderer.AlignLeft, [date],
                             context, letters(28, bold=True))


def draw_png(of):
    job = QgsMapRendererSequentialJob(of)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.Antialiasing)
    draw_caption(painter)
    painter.end()
    image.save(OUT, "PNG")


def draw_svg(of):
    page = QSvgGenerator()
    page.setFileName(OUT)
    page.setSize(QSize(1600, 1200))
    page.setViewBox(QRectF(0, 0, 1600, 1200))
    page.setResolution(96)
    of.setFlag(QgsMapSettings.ForceVectorOutput, True)
    painter = QPainter(page)
    painter.fillRect(0, 0, 1600, 1200, QColor("#f7f5ef"))
    QgsMapRendererCustomPainterJob(of, painter).renderSynchronously()
    draw_caption(painter)
    painter.end()


drawn = layers()  # the settings do not keep them alive
(draw_png if OUT.endswith("png") else draw_svg)(settings(drawn))
sys.stdout.flush()
os._exit(0)  # Qt takes long to tear down, and may fail at it
