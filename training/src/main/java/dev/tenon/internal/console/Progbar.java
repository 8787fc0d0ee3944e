package dev.tenon.internal.console;

import dev.tenon.internal.text.PlainText;
import dev.tenon.tensor.PythonText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Draws how far an epoch is, as Keras' {@code Progbar} does.
 *
 * <p>Numbers are asked for only when something is drawn.
 */
public final class Progbar {
  /** Where and how it is drawn. */
  public enum Look {
    /** One line that is drawn again and again, in colours. */
    TERMINAL(50_000_000L),
    /** A line now and then, for files. */
    LINES(10_000_000_000L),
    /** One line at the end. */
    LAST_LINE(Long.MAX_VALUE);

    private final long interval;

    /** Returns the nanoseconds between two drawings. */
    public long interval() {
      return interval;
    }

    Look(long interval) {
      this.interval = interval;
    }
  }

  private static final int WIDTH = 20;
  private static final String OFF = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String GREY = "\u001b[37m";
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9]+m");

  private final Look look;
  private final long interval;
  private final int width;
  private final char stroke;
  private final Consumer<String> out;
  private final LongSupplier nanoTime;
  private final String unit;
  private final long start;
  private final Map<String, Double> shown = new LinkedHashMap<>();
  private long lastDrawn;
  private long afterFirstStep;
  private boolean firstStepSeen;
  private int lastWidth;

  /**
   * Starts the clock.
   *
   * @param stroke what the bar is made of
   * @param out takes text without an end of line of its own
   */
  public Progbar(Look look, char stroke, Consumer<String> out, LongSupplier nanoTime) {
    this(look, stroke, out, nanoTime, "step", WIDTH, look.interval);
  }

  /**
   * Starts the clock.
   *
   * @param unit what is counted
   * @param width the strokes of the bar
   * @param interval the nanoseconds between two drawings
   */
  public Progbar(
      Look look,
      char stroke,
      Consumer<String> out,
      LongSupplier nanoTime,
      String unit,
      int width,
      long interval) {
    this.unit = unit;
    this.look = look;
    this.width = width;
    this.interval = interval;
    this.stroke = stroke;
    this.out = out;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastDrawn = look == Look.TERMINAL ? start - interval : start;
  }

  /**
   * Returns a bar on the standard output: one that is drawn again and again in a terminal, a line
   * now and then elsewhere.
   *
   * @param unit what is counted, such as {@code fit}
   */
  public static Progbar standardOutput(String unit) {
    Look look = Terminal.interactive() ? Look.TERMINAL : Look.LINES;
    return new Progbar(
        look, Terminal.stroke(), Terminal::print, System::nanoTime, unit, WIDTH, look.interval);
  }

  /**
   * Says how far the epoch is.
   *
   * @param done the number of steps done
   * @param target the number of steps in all, where it is known
   * @param values the numbers to show
   * @param last whether the epoch is over
   */
  public void update(
      long done, OptionalLong target, Supplier<Map<String, Double>> values, boolean last) {
    long now = nanoTime.getAsLong();
    double perStep = perStep(done, now);
    if (!last && (now - lastDrawn < interval || lineComes(done, target))) {
      return;
    }
    String bar;
    String info;
    double elapsed = seconds(now - start);
    if (look == Look.LAST_LINE) {
      bar = target.isPresent() ? counted(done, target.getAsLong()) + " -" : done + " -";
      info = " " + PythonText.fixed(elapsed, 0) + "s -";
    } else {
      boolean known = target.isPresent() && target.getAsLong() > 0;
      bar = known ? bar(done, target.getAsLong()) : String.format(Locale.ROOT, "%7d/Unknown", done);
      String time =
          known && !last
              ? remaining(perStep * (target.getAsLong() - done))
              : PythonText.fixed(elapsed, 0) + "s";
      info = " " + BOLD + time + OFF;
    }
    shown.putAll(values.get());
    draw(bar + info + " " + duration(perStep) + numbers(), last);
    lastDrawn = now;
  }

  /** Says whether the last line is next anyhow, so that another one of the same says nothing. */
  private boolean lineComes(long done, OptionalLong target) {
    return look == Look.LAST_LINE
        || (look == Look.LINES && target.isPresent() && done >= target.getAsLong());
  }

  private void draw(String line, boolean last) {
    String plain = COLOUR.matcher(line).replaceAll("");
    if (look != Look.TERMINAL) {
      out.accept(plain + "\n");
      return;
    }
    String padding = " ".repeat(Math.max(0, lastWidth - plain.length()));
    out.accept("\b".repeat(lastWidth) + "\r" + line + padding + (last ? "\n" : ""));
    lastWidth = plain.length();
  }

  private String bar(long done, long target) {
    int filled = (int) (width * ((double) done / target));
    String full = filled > 0 ? GREEN + String.valueOf(stroke).repeat(filled) + OFF : "";
    String rest = String.valueOf(stroke == '=' ? '.' : stroke).repeat(Math.max(0, width - filled));
    return BOLD + counted(done, target) + OFF + " " + full + GREY + rest + OFF;
  }

  private static String counted(long done, long target) {
    String whole = String.valueOf(target);
    return String.format(Locale.ROOT, "%" + whole.length() + "d/%s", done, whole);
  }

  /** The first step, which is slow, does not count as soon as there are others. */
  private double perStep(long done, long now) {
    if (done == 0) {
      return 0;
    }
    double time =
        firstStepSeen && done > 1
            ? seconds(now - afterFirstStep) / (done - 1)
            : seconds(now - start) / done;
    if (done == 1) {
      afterFirstStep = now;
      firstStepSeen = true;
    }
    return time;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static String remaining(double seconds) {
    long whole = (long) seconds;
    if (seconds > 3600) {
      return String.format(
          Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole % 3600 / 60, whole % 60);
    }
    return seconds > 60
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : whole + "s";
  }

  private String duration(double perStep) {
    if (perStep >= 1 || perStep == 0) {
      return PythonText.fixed(perStep, 0) + "s/" + unit;
    }
    return perStep >= 1e-3
        ? PythonText.fixed(perStep * 1e3, 0) + "ms/" + unit
        : PythonText.fixed(perStep * 1e6, 0) + "us/" + unit;
  }

  private String numbers() {
    StringBuilder text = new StringBuilder();
    shown.forEach(
        (name, value) ->
            text.append(" - ").append(PlainText.of(name)).append(": ").append(shown(value)));
    return text.toString();
  }

  /** Returns a measured number as Keras shows it: four digits, small ones with an exponent. */
  public static String shown(double value) {
    return Math.abs(value) > 1e-3 || !Double.isFinite(value)
        ? PythonText.fixed(value, 4)
        : PythonText.scientific(value, 4);
  }
}
