package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saves the model or its weights after each epoch or a number of batches.
 *
 * <p>The file name can have the fields {@code {epoch:02d}}, {@code {batch}} and logs such as {@code
 * {val_loss:.2f}}; epochs and batches count from 1 there. A new file replaces an older one only
 * when it is complete, so a crash leaves the older one.
 *
 * <p>Setters return a new callback: {@code modelCheckpoint("best.keras").saveBestOnly(true)}.
 *
 * @see <a href="https://keras.io/api/callbacks/model_checkpoint/">Keras: ModelCheckpoint</a>
 */
public final class ModelCheckpoint extends ModelCheckpointSetters implements Callback {
  private static final String NAME = "ModelCheckpoint";

  /** Writes a model into a file. */
  @FunctionalInterface
  interface Saver {
    void save(TrainedModel model, Path target) throws IOException;
  }

  private final Saver saver;
  private final Monitor monitor;
  private final SaveSchedule schedule;
  private @Nullable Double best;
  private int epoch;

  ModelCheckpoint(ModelCheckpointOptions options, Saver saver) {
    super(options);
    this.saver = saver;
    this.monitor = new Monitor(NAME, options.monitor(), options.mode(), 0);
    this.schedule = new SaveSchedule(options.saveFreq());
    this.best = options.initialValueThreshold();
  }

  @Override
  ModelCheckpoint with(ModelCheckpointOptions changed) {
    return new ModelCheckpoint(changed, saver);
  }

  /**
   * Saves after each {@code epoch}, the default.
   *
   * @param epoch the text {@code epoch}
   * @throws IllegalArgumentException if the text differs
   */
  public ModelCheckpoint saveFreq(String epoch) {
    return saveFreq(SaveSchedule.of("saveFreq", epoch));
  }

  /**
   * Sets the number of batches between two saves, instead of one after each epoch.
   *
   * @param batches at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  @Override
  public ModelCheckpoint saveFreq(int batches) {
    return super.saveFreq(SaveSchedule.of(batches));
  }

  /** Returns the best value so far; null before the first one. */
  public @Nullable Double best() {
    return best;
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    options.check();
    // Not after the first epoch, whose work would be lost.
    fitting.model().checkSavable(Path.of(options.filepath().replaceAll("\\{[^}]*}", "_")));
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int number) {
    epoch = number;
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    if (schedule.afterBatch()) {
      Map<String, Double> values = logs.get();
      Map<String, Number> named = new HashMap<>();
      named.put("batch", batch + 1);
      named.putAll(values);
      save(fitting, values, named);
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int number, Map<String, Double> logs) {
    epoch = number;
    if (schedule.atEpochs()) {
      save(fitting, logs, new HashMap<>(logs));
    }
  }

  private void save(TrainingRun fitting, Map<String, Double> logs, Map<String, Number> named) {
    named.put("epoch", epoch + 1);
    String name = FileNames.format(options.filepath(), named);
    if (!wanted(fitting, logs, name)) {
      return;
    }
    Path target = Path.of(name);
    Disk.write(NAME, target, () -> saver.save(fitting.model(), target));
    say("finished saving model to " + name);
  }

  private boolean wanted(TrainingRun fitting, Map<String, Double> logs, String name) {
    if (!options.saveBestOnly()) {
      say("saving model to " + name);
      return true;
    }
    monitor.resolve(fitting);
    Double current = monitor.value(logs);
    if (current == null) {
      Messages.warn(NAME, "Can save best model only with " + monitor.name() + " available.");
      return true;
    }
    String before = best == null ? "None" : PythonText.fixed(best, 5);
    if (!monitor.improves(current, best)) {
      say(monitor.name() + " did not improve from " + before);
      return false;
    }
    say(
        monitor.name()
            + " improved from "
            + before
            + " to "
            + PythonText.fixed(current, 5)
            + ", saving model to "
            + name);
    best = current;
    return true;
  }

  private void say(String what) {
    if (options.verbose() > 0) {
      Messages.say("\nEpoch " + (epoch + 1) + ": " + what);
    }
  }
}
