package dev.tenon.tests.training.replica;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Random;

/** A model and data that one process and several are to train alike. */
enum ReplicaCase {
  /** A mean over samples with weights, a penalty, a metric; the last batch is smaller. */
  DENSE(37, 8) {
    @Override
    Model model() {
      Model model =
          Model.sequential(
              input(5),
              dense(7, "relu").kernelRegularizer(l2(0.01)).name("a"),
              dense(3, "softmax").name("b"));
      model.compile(
          compile()
              .optimizer(sgd(0.05).momentum(0.9))
              .loss("sparse_categorical_crossentropy")
              .metrics("accuracy"));
      return model;
    }

    @Override
    Batch samples() {
      return new Batch(
          List.of(numbers(samples, 5)), List.of(whole(3, samples)), List.of(weights(samples)));
    }
  },
  /** The last batch has one sample, which the first process has. */
  ONE_LEFT(25, 8) {
    @Override
    Model model() {
      Model model = Model.sequential(input(5), dense(4, "tanh").name("a"), dense(1).name("b"));
      model.compile(compile().optimizer(adam(0.01).globalClipnorm(0.5)).loss("mse"));
      return model;
    }

    @Override
    Batch samples() {
      return Batch.of(List.of(numbers(samples, 5)), List.of(numbers(samples, 1)));
    }
  },
  /** Masked steps, of which the processes have different numbers. */
  MASKED(16, 8) {
    @Override
    Model model() {
      Model model =
          Model.sequential(
              input(6),
              embedding(9, 4).maskZero(true).name("a"),
              lstm(5).returnSequences(true).name("b"),
              dense(2, "softmax").name("c"));
      model.compile(compile().optimizer(sgd(0.1)).loss("sparse_categorical_crossentropy"));
      return model;
    }

    @Override
    Batch samples() {
      return Batch.of(List.of(whole(9, samples, 6)), List.of(whole(2, samples, 6)));
    }
  };

  final int samples;
  final int batchSize;
  private final Random random = new Random(7);

  ReplicaCase(int samples, int batchSize) {
    this.samples = samples;
    this.batchSize = batchSize;
  }

  abstract Model model();

  abstract Batch samples();

  /** Returns a new model with weights that every process makes alike. */
  final Model started() {
    setRandomSeed(3);
    return model();
  }

  Tensor numbers(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, columns);
  }

  Tensor whole(int below, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(below);
    }
    return Tensor.of(values, shape);
  }

  Tensor weights(int rows) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return Tensor.of(values, rows).cast(DType.FLOAT32);
  }
}
