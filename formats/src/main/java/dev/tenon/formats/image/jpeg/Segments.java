package dev.tenon.formats.image.jpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the segments of a JPEG up to its end. */
final class Segments {
  private static final int MOST_FACTOR = 4;
  private static final int MOST_BLOCKS = 10;

  /** More than any encoder writes; each may cost a pass over all blocks. */
  private static final int MOST_SCANS = 500;

  private final JpegBytes bytes;
  private final InverseDct method;
  private final long mostPixels;
  private final int[][] quantization = new int[4][];
  private final HuffmanTable[] dc = new HuffmanTable[4];
  private final HuffmanTable[] ac = new HuffmanTable[4];
  private final List<JpegComponent> components = new ArrayList<>();
  private @Nullable Frame frame;
  private boolean progressive;
  private boolean jfif;
  private boolean adobe;
  private int transform;
  private int interval;

  Segments(JpegBytes bytes, InverseDct method, long mostPixels) {
    this.bytes = bytes;
    this.method = method;
    this.mostPixels = mostPixels;
  }

  Frame frame() {
    return Objects.requireNonNull(frame);
  }

  List<JpegComponent> components() {
    return components;
  }

  /** Refuses components whose resolution is no whole part of the image's. */
  void checkSampling(int used) {
    for (JpegComponent component : components.subList(0, used)) {
      if (frame().horizontal() % component.horizontal != 0
          || frame().vertical() % component.vertical != 0) {
        throw bytes.unsupported("with fractional sampling");
      }
    }
  }

  boolean adobe() {
    return adobe;
  }

  /** Reads on until all samples are known. */
  void read() {
    if (bytes.next16() != 0xffd8) {
      throw bytes.damaged("it does not begin as a JPEG");
    }
    int scans = 0;
    boolean complete = false;
    int marker = bytes.nextMarker();
    while (marker != Marker.END) {
      int next = 0;
      if (marker != Marker.SCAN) {
        segment(marker);
      } else if (complete || ++scans > MOST_SCANS) {
        throw bytes.damaged("it has more scans than pixels");
      } else {
        Scan scan = scan();
        next = read(scan);
        complete = !progressive && scan.components().size() == components.size();
      }
      marker = next == 0 ? bytes.nextMarker() : next;
    }
    if (scans == 0) {
      throw bytes.damaged("it has no pixels");
    }
    transform();
  }

  private void segment(int marker) {
    switch (marker) {
      case Marker.BASELINE, Marker.EXTENDED -> start(false);
      case Marker.PROGRESSIVE -> start(true);
      case Marker.HUFFMAN -> huffman(bytes.segment());
      case Marker.QUANTIZATION -> quantization(bytes.segment());
      case Marker.INTERVAL -> interval = bytes.segment().next16();
      case Marker.JFIF -> {
        JpegBytes content = bytes.segment();
        jfif |= content.left() >= 14 && content.startsWith("JFIF\0");
      }
      case Marker.ADOBE -> {
        JpegBytes content = bytes.segment();
        if (content.left() >= 12 && content.startsWith("Adobe")) {
          adobe = true;
          content.next16();
          content.next16();
          content.next16();
          transform = content.next();
        }
      }
      default -> {
        if (marker == Marker.ARITHMETIC || marker == Marker.ARITHMETIC_PROGRESSIVE) {
          throw bytes.unsupported("with arithmetic codes");
        }
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8 && marker != 0xcc) {
          throw bytes.unsupported("without loss or in layers");
        }
        if (!Marker.standsAlone(marker)) {
          bytes.segment();
        }
      }
    }
  }

  private void quantization(JpegBytes content) {
    while (content.left() > 0) {
      int kind = content.next();
      int[] table = new int[InverseDct.SIZE];
      for (int k = 0; k < table.length; k++) {
        table[Scan.natural(k)] = kind >> 4 == 0 ? content.next() : content.next16();
      }
      quantization[tableNumber(kind & 15)] = table;
    }
  }

  private int tableNumber(int number) {
    if (number > 3) {
      throw bytes.damaged("it has a table of number " + number + ", expected at most 3");
    }
    return number;
  }

  private void huffman(JpegBytes content) {
    while (content.left() > 0) {
      int kind = content.next();
      int[] counts = new int[HuffmanTable.LONGEST];
      int total = 0;
      for (int i = 0; i < counts.length; i++) {
        counts[i] = content.next();
        total += counts[i];
      }
      if (total > 256 || total > content.left()) {
        throw bytes.damaged("a Huffman table has " + total + " symbols");
      }
      byte[] symbols = new byte[total];
      for (int i = 0; i < total; i++) {
        symbols[i] = (byte) content.next();
      }
      try {
        HuffmanTable table = HuffmanTable.of(counts, symbols);
        (kind >> 4 == 0 ? dc : ac)[tableNumber(kind & 15)] = table;
      } catch (IllegalArgumentException e) {
        throw bytes.damaged(String.valueOf(e.getMessage()));
      }
    }
  }

  private void start(boolean inScans) {
    if (frame != null) {
      throw bytes.damaged("it begins twice");
    }
    progressive = inScans;
    JpegBytes content = bytes.segment();
    int depth = content.next();
    if (depth != 8) {
      throw bytes.unsupported("of " + depth + " bits");
    }
    int height = content.next16();
    int width = content.next16();
    int count = content.next();
    if (height == 0 || width == 0 || content.left() != 3 * count) {
      throw bytes.damaged("it has " + height + " by " + width + " pixels, " + count + " channels");
    }
    if (count != 1 && count != 3 && count != 4) {
      throw bytes.unsupported("of " + count + " channels");
    }
    if ((long) height * width > mostPixels) {
      throw bytes.unsupported("of " + width + " by " + height + " pixels, more than " + mostPixels);
    }
    int[][] rows = new int[count][];
    int horizontal = 1;
    int vertical = 1;
    for (int i = 0; i < count; i++) {
      int id = content.next();
      int factors = content.next();
      rows[i] = new int[] {id, factors >> 4, factors & 15, content.next()};
      if (factors >> 4 < 1
          || factors >> 4 > MOST_FACTOR
          || (factors & 15) < 1
          || (factors & 15) > MOST_FACTOR) {
        throw bytes.damaged("a channel has a sampling factor that is not between 1 and 4");
      }
      horizontal = Math.max(horizontal, factors >> 4);
      vertical = Math.max(vertical, factors & 15);
    }
    frame = new Frame(height, width, horizontal, vertical);
    checkLength(rows);
    for (int[] row : rows) {
      components.add(new JpegComponent(frame, row[0], row[1], row[2], row[3], progressive));
    }
  }

  /** Each block has a bit at least: shorter files would make large arrays for nothing. */
  private void checkLength(int[][] rows) {
    long blocks = 0;
    for (int[] row : rows) {
      blocks += (long) row[1] * row[2];
    }
    blocks *= (long) frame().unitsWide() * frame().unitsHigh();
    if (blocks > 16L * bytes.length() + 4096) {
      throw bytes.damaged("it ends early");
    }
  }

  private Scan scan() {
    if (frame == null) {
      throw bytes.damaged("its pixels come before its size");
    }
    JpegBytes content = bytes.segment();
    int count = content.next();
    if (count < 1 || count > components.size() || content.left() != 2 * count + 3) {
      throw bytes.damaged("a scan has " + count + " channels");
    }
    List<JpegComponent> chosen = new ArrayList<>();
    List<Integer> tables = new ArrayList<>();
    int blocks = 0;
    for (int i = 0; i < count; i++) {
      int id = content.next();
      tables.add(content.next());
      JpegComponent found = null;
      for (JpegComponent component : components) {
        if (found == null && component.id == id && !chosen.contains(component)) {
          found = component;
        }
      }
      if (found == null) {
        throw bytes.damaged("a scan has a channel " + id + " that is not in the image");
      }
      chosen.add(found);
      blocks += found.horizontal * found.vertical;
    }
    if (count > 1 && blocks > MOST_BLOCKS) {
      throw bytes.damaged("a scan has " + blocks + " blocks in a unit, expected at most 10");
    }
    int start = content.next();
    int end = content.next();
    int bits = content.next();
    Scan scan = new Scan(chosen, start, end, bits >> 4, bits & 15);
    if (progressive) {
      checkProgression(scan);
    }
    for (int i = 0; i < count; i++) {
      prepare(chosen.get(i), tables.get(i), scan);
    }
    return scan;
  }

  private void checkProgression(Scan scan) {
    boolean range =
        scan.start() == 0
            ? scan.end() == 0
            : scan.components().size() == 1
                && scan.start() <= scan.end()
                && scan.end() < InverseDct.SIZE;
    boolean depth = scan.low() <= 13 && (scan.high() == 0 || scan.high() == scan.low() + 1);
    if (!range || !depth) {
      throw bytes.damaged(
          "a scan has coefficients "
              + scan.start()
              + " to "
              + scan.end()
              + ", bits "
              + scan.high()
              + " to "
              + scan.low());
    }
  }

  private void prepare(JpegComponent component, int tables, Scan scan) {
    if (component.multipliers == null) {
      int[] table = component.table > 3 ? null : quantization[component.table];
      if (table == null) {
        throw bytes.damaged("it lacks quantization table " + component.table);
      }
      component.multipliers = method.multipliers(table);
    }
    if (!progressive || (scan.start() == 0 && scan.high() == 0)) {
      component.dc = table(dc, tables >> 4);
      if (!component.dc.isForDc()) {
        throw bytes.damaged("a Huffman table has a length above 15");
      }
    }
    if (!progressive || scan.start() > 0) {
      component.ac = table(ac, tables & 15);
    }
  }

  private HuffmanTable table(HuffmanTable[] tables, int number) {
    HuffmanTable table = tables[tableNumber(number)];
    if (table == null) {
      throw bytes.damaged("it lacks Huffman table " + number);
    }
    return table;
  }

  /** Returns the marker that follows the scan; 0 if it was not read. */
  private int read(Scan scan) {
    BitReader bits = new BitReader(bytes);
    Scan.BlockReader reader =
        progressive ? new ProgressiveBlocks(bits, scan) : new SequentialBlocks(bits, method);
    scan.read(frame(), bits, interval, reader);
    return bits.marker();
  }

  /** Makes samples of what the scans of a progressive file told. */
  private void transform() {
    int[] block = new int[InverseDct.SIZE];
    for (JpegComponent component : components) {
      short[] all = component.coefficients;
      int[] multipliers = component.multipliers;
      if (all == null || multipliers == null) {
        continue;
      }
      for (int row = 0; row < component.blocksHigh; row++) {
        for (int column = 0; column < component.blocksWide; column++) {
          int at = component.block(row, column);
          for (int k = 0; k < block.length; k++) {
            block[k] = (short) (all[at + k] * multipliers[k]);
          }
          component.transform(method, row, column, block, InverseDct.ALL);
        }
      }
    }
  }

  /** Says what the components are, as libjpeg guesses it. */
  ColorSpace colorSpace() {
    if (components.size() == 1) {
      return ColorSpace.GRAY;
    }
    if (components.size() == 4) {
      return adobe && transform != 0 ? ColorSpace.YCCK : ColorSpace.CMYK;
    }
    boolean named =
        components.get(0).id == 'R' && components.get(1).id == 'G' && components.get(2).id == 'B';
    boolean plain = adobe ? transform == 0 : named;
    return !jfif && plain ? ColorSpace.RGB : ColorSpace.YCC;
  }
}
