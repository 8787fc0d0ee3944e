package dev.tenon.samples;

import dev.tenon.Model;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.Map;

/** Handwritten digits: (count, 28, 28) from 0 to 1, and (count) from 0 to 9. */
record MnistDigits(StandIns.Labelled train, StandIns.Labelled test) {
  /** Returns some of MNIST's digits, which ship with Tenon, and 1,000 to test on. */
  static MnistDigits shipped(int count) throws IOException {
    TrainTest all = dev.tenon.data.sets.Digits.load();
    return new MnistDigits(
        new StandIns.Labelled(
            scaled(all.xTrain().slice(0, 0, count)),
            all.yTrain().slice(0, 0, count).cast(DType.INT32)),
        new StandIns.Labelled(scaled(all.xTest()), all.yTest().cast(DType.INT32)));
  }

  private static Tensor scaled(Tensor pixels) {
    return pixels.cast(DType.FLOAT32).scale(1 / 255.0, 0);
  }

  Map<String, Double> measure(Model model) {
    return model.evaluate(test.x(), test.y());
  }
}
