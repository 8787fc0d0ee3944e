package dev.tenon.callbacks;

import dev.tenon.internal.console.Progbar;
import dev.tenon.internal.console.Terminal;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints the progress of an epoch with the loss and the metrics so far.
 *
 * <p>A terminal shows Keras' bar, redrawn at most every 50 ms. Other outputs get a plain line at
 * most every ten seconds and one at the end of each epoch. {@code verbose} 2 leaves the last line
 * only. {@code fit} adds this callback by itself.
 *
 * @see <a href="https://keras.io/api/callbacks/">Keras: callbacks</a>
 */
public final class ProgbarLogger implements Callback {
  private final boolean interactive;
  private final char stroke;
  private final Consumer<String> out;
  private final LongSupplier nanoTime;
  private @Nullable Progbar bar;
  private boolean inFit;
  private int seen;
  private OptionalLong target = OptionalLong.empty();

  /** Creates a callback that prints to the standard output. */
  public ProgbarLogger() {
    this(Terminal.interactive(), Terminal.stroke(), Terminal::print, System::nanoTime);
  }

  ProgbarLogger(boolean interactive, char stroke, Consumer<String> out, LongSupplier nanoTime) {
    this.interactive = interactive;
    this.stroke = stroke;
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    inFit = true;
    target = fitting.steps();
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    start(fitting);
    if (fitting.verbose() > 0 && fitting.epochs() > 1) {
      out.accept("Epoch " + (epoch + 1) + "/" + fitting.epochs() + "\n");
    }
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    step(batch, logs);
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    finish(shown(fitting, logs));
  }

  /** Returns the logs with the values of batches before those of the end of the epoch. */
  private static Map<String, Double> shown(TrainingRun fitting, Map<String, Double> logs) {
    Map<String, Double> first = new LinkedHashMap<>();
    Map<String, Double> then = new LinkedHashMap<>();
    logs.forEach(
        (name, value) -> {
          boolean ofBatches =
              !name.startsWith("val_") && (name.endsWith("loss") || fitting.metric(name) != null);
          (ofBatches ? first : then).put(name, value);
        });
    first.putAll(then);
    return first;
  }

  @Override
  public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
    inFit = false;
  }

  @Override
  public void onTestBegin(TrainingRun fitting) {
    if (!inFit) {
      target = fitting.steps();
      start(fitting);
    }
  }

  @Override
  public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    if (!inFit) {
      step(batch, logs);
    }
  }

  @Override
  public void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {
    if (!inFit) {
      finish(logs);
    }
  }

  @Override
  public void onPredictBegin(TrainingRun fitting) {
    target = fitting.steps();
    start(fitting);
  }

  @Override
  public void onPredictBatchEnd(TrainingRun fitting, int batch, Map<String, Tensor> outputs) {
    step(batch, Map::of);
  }

  @Override
  public void onPredictEnd(TrainingRun fitting) {
    finish(Map.of());
  }

  private void start(TrainingRun fitting) {
    seen = 0;
    Progbar.Look look =
        fitting.verbose() > 1
            ? Progbar.Look.LAST_LINE
            : interactive ? Progbar.Look.TERMINAL : Progbar.Look.LINES;
    bar = fitting.verbose() == 0 ? null : new Progbar(look, stroke, out, nanoTime);
  }

  private void step(int batch, Logs logs) {
    seen = batch + 1;
    if (bar != null) {
      bar.update(seen, target, logs::get, false);
    }
  }

  private void finish(Map<String, Double> logs) {
    if (target.isEmpty()) {
      // From the first epoch on it is known how many batches the data have.
      target = OptionalLong.of(seen);
    }
    if (bar != null) {
      bar.update(target.getAsLong(), target, () -> logs, true);
    }
  }
}
