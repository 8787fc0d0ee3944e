package dev.tenon.callbacks;

import dev.tenon.data.Dataset;
import dev.tenon.model.SaveReport;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The model of a training, as callbacks see it: its weights are the present ones. What {@code
 * Model.load} and {@code Model.sequential} give is one; see there for what the methods do.
 */
public interface TrainedModel {
  /** Returns the present value of every weight and state, by path, in Keras' order. */
  Map<String, Tensor> weights();

  /**
   * Gives weights and states other values; those that are not named stay.
   *
   * @throws IllegalArgumentException for a path that is none, or another shape
   */
  void setWeights(Map<String, Tensor> values);

  /** Returns what a model of one input and one output answers to a batch. */
  Tensor predict(Tensor batch);

  /** Returns what a model of one input and one output answers to rows. */
  float[][] predict(float[][] rows);

  /** Returns the outputs for a batch, both by name. */
  Map<String, Tensor> predict(Map<String, Tensor> batch);

  /** Returns the outputs for all batches of a data set, by name. */
  Map<String, Tensor> predict(Dataset data);

  /** Returns the loss and the metrics on samples, by name. */
  Map<String, Double> evaluate(Tensor x, Tensor y);

  /** Returns the loss and the metrics on a data set, by name. */
  Map<String, Double> evaluate(Dataset data);

  /** Returns the table of the layers. */
  String summary();

  /**
   * Writes the model in the format that the name asks for.
   *
   * @return the file, and notes on what the format cannot say
   */
  SaveReport save(Path target) throws IOException;

  /** Writes the model as a Keras file with options. */
  SaveReport save(Path target, KerasOptions options) throws IOException;

  /**
   * Checks that a file can be written, without writing it.
   *
   * @throws dev.tenon.error.UnsupportedModelException where it cannot
   */
  void checkSavable(Path target);
}
