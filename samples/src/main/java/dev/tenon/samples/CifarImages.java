package dev.tenon.samples;

import dev.tenon.data.sets.Cifar10;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;

/** Small colour images of ten classes: CIFAR-10's, or made up where those cannot be had. */
record CifarImages(StandIns.Labelled train, StandIns.Labelled test, String origin) {
  static CifarImages load(int trainCount, int testCount) {
    if (Quick.on()) {
      return standIns(trainCount, testCount, "a quick run");
    }
    try {
      TrainTest all = Cifar10.load();
      return new CifarImages(
          part(all.xTrain(), all.yTrain(), trainCount),
          part(all.xTest(), all.yTest(), testCount),
          trainCount + " images of CIFAR-10");
    } catch (IOException e) {
      return standIns(trainCount, testCount, String.valueOf(e.getMessage()));
    }
  }

  private static StandIns.Labelled part(Tensor x, Tensor y, int count) {
    return new StandIns.Labelled(
        x.slice(0, 0, count).cast(DType.FLOAT32), y.slice(0, 0, count).cast(DType.INT32));
  }

  private static CifarImages standIns(int trainCount, int testCount, String reason) {
    return new CifarImages(
        StandIns.images(trainCount, 1),
        StandIns.images(testCount, 2),
        trainCount + " made-up images of the shape of CIFAR-10's (" + reason + ")");
  }
}
