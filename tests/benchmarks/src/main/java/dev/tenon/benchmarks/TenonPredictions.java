package dev.tenon.benchmarks;

import static dev.tenon.training.PredictOptions.predict;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.PredictOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Predictions of a {@code Model}, which takes tensors. */
final class TenonPredictions implements PredictionSide {
  private final Model model;
  private final Tensor x;

  TenonPredictions(Path file, Engine engine, Tensor x) throws IOException {
    this.model = Model.load(file).on(engine);
    this.x = x;
  }

  /** A single row is an array that a tensor is made of in every call, as a service does. */
  @Override
  public Job job(int rows, int batch) {
    Tensor first = rows == x.dim(0) ? x : x.slice(0, 0, rows);
    if (rows == 1) {
      float[] row = first.toFloatArray();
      long[] shape = first.shape();
      return () -> model.predict(Tensor.of(row, shape)).toFloatArray();
    }
    if (batch == 0) {
      return () -> model.predict(first).toFloatArray();
    }
    PredictOptions options = predict().batchSize(batch);
    return () -> model.predict(first, options).toFloatArray();
  }

  @Override
  public void close() {
    model.close();
  }
}
