package dev.tenon.utils;

import dev.tenon.internal.console.Progbar;
import dev.tenon.internal.console.Progbar.Look;
import dev.tenon.internal.console.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows on the standard output how far some steps are; Keras' {@code Progbar}.
 *
 * <p>In a terminal one line is drawn again and again; elsewhere a line comes every ten seconds. The
 * clock starts with the last setter. Not safe for use by several threads.
 *
 * <pre>{@code
 * ProgressBar bar = ProgressBar.of(100);
 * for (int step = 1; step <= 100; step++) {
 *   bar.update(step, Map.of("loss", loss));
 * }
 * }</pre>
 *
 * @see <a href="https://github.com/keras-team/keras/blob/master/keras/src/utils/progbar.py">Keras:
 *     Progbar</a>
 */
public final class ProgressBar extends ProgressBarSetters {
  private static final double NANOS = 1e9;

  /** A sum of numbers and how many steps it stands for. */
  private record Mean(double sum, long count) {
    double value() {
      return sum / Math.max(1, count);
    }
  }

  private final Consumer<String> out;
  private final LongSupplier nanoTime;
  private final Look look;
  private final char stroke;
  private final Progbar bar;
  private final Map<String, Mean> values = new LinkedHashMap<>();
  private long seen;

  ProgressBar(
      ProgressBarOptions options,
      Look look,
      char stroke,
      Consumer<String> out,
      LongSupplier nanoTime) {
    super(options);
    this.out = out;
    this.nanoTime = nanoTime;
    this.look = look;
    this.stroke = stroke;
    Look chosen = options.verbose() == 2 ? Look.LAST_LINE : look;
    long interval =
        chosen == Look.TERMINAL ? (long) (options.interval() * NANOS) : chosen.interval();
    this.bar =
        new Progbar(chosen, stroke, out, nanoTime, options.unitName(), options.width(), interval);
  }

  /** Returns a bar for a number of steps, with Keras' defaults. */
  public static ProgressBar of(long target) {
    return unknown().target(target);
  }

  /** Returns a bar for steps whose number is not known. */
  public static ProgressBar unknown() {
    return new ProgressBar(
        new ProgressBarOptions(null, 20, 1, 0.05, null, null, "step"),
        Terminal.interactive() ? Look.TERMINAL : Look.LINES,
        Terminal.stroke(),
        Terminal::print,
        System::nanoTime);
  }

  @Override
  ProgressBar with(ProgressBarOptions changed) {
    return new ProgressBar(changed, look, stroke, out, nanoTime);
  }

  /** Shows that some steps are done, the last one where they are as many as {@code target}. */
  public void update(long current, Map<String, Double> newValues) {
    Long target = options.target();
    update(current, newValues, target != null && current >= target);
  }

  /**
   * Shows that some steps are done.
   *
   * @param current the number of steps done
   * @param newValues the numbers of the last step, by name
   * @param finish whether this is the last update: numbers are shown as they are then, as in Keras
   */
  public void update(long current, Map<String, Double> newValues, boolean finish) {
    newValues.forEach((name, value) -> values.put(name, mean(name, value, current, finish)));
    seen = current;
    if (options.verbose() == 0) {
      return;
    }
    Long target = options.target();
    bar.update(
        current,
        target == null ? OptionalLong.empty() : OptionalLong.of(target),
        this::shown,
        finish);
  }

  private Mean mean(String name, double value, long current, boolean finish) {
    if (finish || !options.isAveraged(name)) {
      return new Mean(value, 1);
    }
    long steps = Math.max(current - seen, 1);
    Mean before = values.getOrDefault(name, new Mean(0, 0));
    return new Mean(before.sum + value * steps, before.count + steps);
  }

  private Map<String, Double> shown() {
    Map<String, Double> shown = new LinkedHashMap<>();
    values.forEach((name, mean) -> shown.put(name, mean.value()));
    return shown;
  }

  /** Shows that some more steps are done. */
  public void add(long n, Map<String, Double> newValues) {
    update(seen + n, newValues);
  }
}
