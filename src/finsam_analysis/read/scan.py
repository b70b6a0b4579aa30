"""Pictures of text to words with places, by Tesseract with the Swedish model.

Tesseract is looked for on PATH and run as a program, page by page over the machine's cores. What
it finds has the form of a PDF's own words (`read.pdf_words`), so scanned and born-digital pages
become rows and columns by the same rules.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from finsam_analysis.read.pdf_marks import Box
from finsam_analysis.read.pdf_words import Word

MISSING = (
    "Tesseract med svensk modell finns inte på PATH, "
    "installera med tools/install-ocr.sh (apt install tesseract-ocr tesseract-ocr-swe)"
)
_DPI = int(os.environ.get("X_DPI","300"))
_POINTS = 72 / _DPI
_EM = 1.12  # Tesseract's x_size runs from ascender to descender, a little less than an em
_LIMIT_S = 300.0
_pdfium_lock = threading.Lock()  # pdfium is not made for threads


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Where the program is and what it calls itself."""

    path: str
    version: str


@cache
def find_tesseract() -> Tesseract | None:
    """Tesseract with the Swedish model, or None where one of them is missing."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    try:
        languages = _ask(path, "--list-langs").split()
        version = _ask(path, "--version").split("\n", 1)[0].strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return Tesseract(path, version.capitalize()) if "swe" in languages else None


def _ask(path: str, option: str) -> str:
    done = subprocess.run([path, option], capture_output=True, check=True, timeout=30)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def read_pages(pdf, to_read, tool, tell):
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        waiting = {pool.submit(_read_page, pdf, i, boxes, tool): i for i, boxes in to_read.items()}
        for done in as_completed(waiting):
            tell()
            yield waiting[done], done.result()

def _read_page(pdf, index, boxes, tool):
    with _pdfium_lock:
        page = pdf[index]
        image = page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        page.close()
    words=[]
    for box in boxes:
        part = image.crop(tuple(round(v/_POINTS) for v in box))
        words += _read(part, box[0], box[1], tool)
    return words

def _read(image, left, top, tool):
    F=os.environ.get("X_F","")
    if "d" in F:
        a=skew(image)
        image=image.rotate(a,resample=Image.Resampling.BICUBIC,fillcolor=255)
    if "m" in F: image=image.filter(ImageFilter.MedianFilter(3))
    if "g" in F: image=image.filter(ImageFilter.GaussianBlur(float(os.environ.get("X_G","1"))))
    psm=os.environ.get("X_PSM","6")
    hocr=_run(tool,image,psm)
    return list(_words(hocr,left,top))

def skew(image: Image.Image) -> float:
    """Degrees to turn the image by (anticlockwise) so that its lines are level."""
    small = image.reduce(3)
    grey = np.asarray(small, dtype=np.float32)
    dark = grey < (np.median(grey) - 60)
    y, x = np.nonzero(dark)
    if len(y) < 200: return 0.0
    if len(y)>60000:
        k=len(y)//60000+1; y,x=y[::k],x[::k]
    best=0.0
    for span,step in ((3.0,.25),(.3,.03)):
        best=max((best+k*step for k in range(-round(span/step),round(span/step)+1)),key=lambda a:_sharp(y,x,a))
    return best

def _sharp(y,x,a):
    # rotating anticlockwise by a: new y = y + -x sin a ...
    rows=np.rint(y - x*np.tan(-np.radians(a))*1.0 if False else y - x*np.tan(np.radians(a))).astype(int)
    rows-=rows.min()
    n=np.bincount(rows)
    return float(np.square(np.diff(n)).sum())

def _run(tool,image,psm,extra=()):
    data=b"P5\n%d %d\n255\n"%image.size+image.tobytes()
    r=subprocess.run([tool.path,"stdin","stdout","-l",os.environ.get("X_L","swe"),"--psm",psm,"--dpi",str(_DPI),"-c","tessedit_create_hocr=1",*extra],input=data,capture_output=True,timeout=_LIMIT_S,env={**os.environ,"OMP_THREAD_LIMIT":"1"})
    return r.stdout

def _words(hocr,left,top):
    root=ET.fromstring(hocr)
    for line in root.iter():
        if line.get("class") not in ("ocr_line","ocr_textfloat","ocr_header","ocr_caption"): continue
        t=_title(line.get("title"))
        x0,y0,x1,y1=t["bbox"]; m,b=t.get("baseline",(0.,0.))
        size=_EM*t["x_size"][0]
        for w in line.iter():
            if w.get("class")!="ocrx_word": continue
            text="".join(w.itertext()).strip()
            if not text: continue
            u=_title(w.get("title")); a0,b0,a1,b1=u["bbox"]
            base=y1+b+m*((a0+a1)/2-x0)
            yield Word(text,left+a0*_POINTS,left+a1*_POINTS,top+base*_POINTS,size*_POINTS)

def _title(t):
    out={}
    for part in t.split(";"):
        k,*v=part.split()
        try: out[k]=tuple(float(x) for x in v)
        except ValueError: pass
    return out
