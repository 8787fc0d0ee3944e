package dev.tenon.callbacks;

import dev.tenon.formats.events.EventFile;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes event files for TensorBoard: loss, metrics and learning rate of each epoch.
 *
 * <p>Options add values of batches, histograms and images of the weights, and the graph, which has
 * ONNX operators. The files are in the folders {@code train} and {@code validation}. The tags are
 * Keras': {@code epoch_loss}, {@code epoch_learning_rate}, {@code batch_loss}, {@code
 * evaluation_loss_vs_iterations}, {@code dense/kernel/histogram}, {@code dense/kernel/image}.
 *
 * @see <a href="https://keras.io/api/callbacks/tensorboard/">Keras: TensorBoard</a>
 */
public final class TensorBoard extends TensorBoardSetters implements Callback {
  private static final String VALIDATION = "val_";

  private final Clock clock;
  private final Map<String, EventFile> files = new LinkedHashMap<>();
  private long trainBatch;
  private long iterationsBefore;
  private long epochStart;
  private boolean inFit;

  TensorBoard(TensorBoardOptions options, Clock clock) {
    super(options);
    this.clock = clock;
  }

  @Override
  TensorBoard with(TensorBoardOptions changed) {
    return new TensorBoard(changed, clock);
  }

  /**
   * Sets the number of batches between two writes of loss and metrics; after each epoch by default.
   *
   * <p>Each write reads the values from the engine.
   *
   * @param batches at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  @Override
  public TensorBoard updateFreq(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "updateFreq must be a positive number of batches, received " + batches);
    }
    return super.updateFreq(batches);
  }

  /**
   * Writes loss and metrics after each {@code epoch}, the default.
   *
   * @param epoch the text {@code epoch}
   * @throws IllegalArgumentException if the text differs
   */
  public TensorBoard updateFreq(String epoch) {
    return super.updateFreq(SaveSchedule.of("updateFreq", epoch));
  }

  private void write(Disk.Action writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "TensorBoard: cannot write into '" + options.logDir() + "': " + Disk.reason(e), e);
    }
  }

  private EventFile train() throws IOException {
    return file("train");
  }

  private EventFile validation() throws IOException {
    return file("validation");
  }

  private EventFile file(String name) throws IOException {
    EventFile open = files.get(name);
    if (open == null) {
      open = EventFile.in(options.logDir().resolve(name), clock);
      files.put(name, open);
    }
    return open;
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    close();
    inFit = true;
    trainBatch = 0;
    if (options.writeGraph()) {
      write(() -> train().graph(GraphImage.of(fitting.graph())));
    }
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    if (options.writeStepsPerSecond()) {
      iterationsBefore = fitting.iterations();
      epochStart = System.nanoTime();
    }
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    trainBatch++;
    if (options.updateFreq() == TensorBoardOptions.EPOCH
        || trainBatch % options.updateFreq() != 0) {
      return;
    }
    write(
        () -> {
          for (Map.Entry<String, Double> entry : logs.get().entrySet()) {
            train().scalar("batch_" + entry.getKey(), trainBatch, entry.getValue());
          }
        });
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    Map<String, Double> trained = new LinkedHashMap<>();
    Map<String, Double> validated = new LinkedHashMap<>();
    logs.forEach(
        (name, value) -> {
          boolean held = name.startsWith(VALIDATION);
          (held ? validated : trained)
              .put("epoch_" + (held ? name.substring(VALIDATION.length()) : name), value);
        });
    trained.put("epoch_learning_rate", fitting.learningRate());
    if (options.writeStepsPerSecond()) {
      double seconds = (System.nanoTime() - epochStart) / 1e9;
      trained.put("epoch_steps_per_second", (fitting.iterations() - iterationsBefore) / seconds);
    }
    write(
        () -> {
          for (Map.Entry<String, Double> entry : trained.entrySet()) {
            train().scalar(entry.getKey(), epoch, entry.getValue());
          }
          for (Map.Entry<String, Double> entry : validated.entrySet()) {
            validation().scalar(entry.getKey(), epoch, entry.getValue());
          }
          if (options.histogramFreq() > 0 && epoch % options.histogramFreq() == 0) {
            weights(fitting, epoch);
          }
        });
  }

  private void weights(TrainingRun fitting, int epoch) throws IOException {
    for (Map.Entry<String, Tensor> entry : fitting.model().weights().entrySet()) {
      train().histogram(entry.getKey() + "/histogram", epoch, entry.getValue());
      if (options.writeImages()) {
        Tensor image = WeightImage.of(entry.getValue());
        if (image != null) {
          train().images(entry.getKey() + "/image", epoch, image);
        }
      }
    }
  }

  @Override
  public void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {
    long iterations = fitting.iterations();
    write(
        () -> {
          for (Map.Entry<String, Double> entry : logs.entrySet()) {
            validation()
                .scalar(
                    "evaluation_" + entry.getKey() + "_vs_iterations",
                    iterations,
                    entry.getValue());
          }
        });
    if (!inFit) {
      close();
    }
  }

  @Override
  public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
    inFit = false;
    close();
  }

  private void close() {
    write(
        () -> {
          for (EventFile file : files.values()) {
            file.close();
          }
        });
    files.clear();
  }
}
