import static dev.tenon.training.FitOptions.fit;

import dev.tenon.layers.Layers;
import dev.tenon.Model;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.callbacks.History;
import dev.tenon.data.Dataset;
import dev.tenon.layers.core.Dense;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.EvaluateOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains a small model with the TensorBoard callback: {@code java -cp … TensorBoardLogs.java FOLDER}.
 *
 * <p>Writes FOLDER/logs and what must be found in it: FOLDER/history.csv, FOLDER/log.csv.
 */
public final class TensorBoardLogs {
  private TensorBoardLogs() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    float[] x = new float[40 * 5];
    float[] y = new float[40];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(i * i);
      y[i / 5] += x[i];
    }
    Tensor features = Tensor.of(x, 40, 5);
    Tensor targets = Tensor.of(y, 40, 1);
    try (Model model =
        Model.sequential(
            Layers.input(5), Dense.DEFAULTS.units(6), Dense.DEFAULTS.units(1))) {
      model.compile("adam", "mse", "mae");
      History history =
          model.fit(
              features,
              targets,
              fit()
                  .epochs(3)
                  .batchSize(8)
                  .validationSplit(0.25)
                  .callbacks(
                      List.of(
                          Callbacks.tensorBoard(folder.resolve("logs"))
                              .histogramFreq(1)
                              .writeImages(true)
                              .writeStepsPerSecond(true)
                              .updateFreq(2),
                          Callbacks.csvLogger(folder.resolve("log.csv")))));
      history.toCsv(folder.resolve("history.csv"));
      history.plot(folder.resolve("history.png"));
      model.evaluate(
          Dataset.of(features, targets), EvaluateOptions.evaluate().verbose(2).steps(2));
    }
  }
}
