package dev.tenon.training;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.data.Dataset;
import dev.tenon.image.Images;
import dev.tenon.layers.Layers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fit of a folder of images decodes all batches into the memory of a few.
 *
 * <p>In a JVM of its own, since other tests allocate memory, too, with a heap that needs no
 * collection, which would hide what is garbage.
 */
final class ImageBatchMemoryTest {
  private static final int IMAGES = 40;
  private static final int EPOCHS = 2;
  private static final int SIDE = 400;
  private static final long BATCH_BYTES = (long) SIDE * SIDE * 3 * Float.BYTES;

  @TempDir private Path folder;

  @Test
  void batchesOfImagesShareTheirMemory() throws Exception {
    Path images = Files.createDirectories(folder.resolve("a"));
    for (int i = 0; i < IMAGES; i++) {
      Tensor image = Tensor.full(DType.FLOAT32, i, 4, 4, 3);
      Images.save(images.resolve(i + ".png"), image, false);
    }
    Processes.Result result =
        Processes.java(
            List.of("-Xms256m", "-Xmn128m"),
            TestClassPath.text(),
            Training.class.getName(),
            folder.toString());
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    // Two wait, one is decoded, one is learned from; the validation may have as many of its own.
    assertThat(Long.parseLong(result.out().strip()) / BATCH_BYTES).isLessThanOrEqualTo(8);
  }

  /** Prints how much memory outside the heap fits, a validation and an evaluation take. */
  static final class Training {
    private Training() {}

    /** Takes the folder. */
    public static void main(String[] args) throws IOException {
      BufferPoolMXBean direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .findFirst()
              .orElseThrow();
      Dataset data =
          Dataset.imageDatasetFromDirectory(args[0]).imageSize(SIDE, SIDE).batch(1).prefetch(2);
      try (Model model =
          Model.sequential(
              Layers.input(SIDE, SIDE, 3), Layers.globalAveragePooling2D(), Layers.dense(1))) {
        model.compile("sgd", "mse");
        long before = direct.getMemoryUsed();
        model.fit(data, fit().epochs(EPOCHS).verbose(0).validationData(data));
        model.fit(data, fit().verbose(0).callbacks(List.of(new GoingOn())));
        model.evaluate(data);
        System.out.println(direct.getMemoryUsed() - before);
      }
    }
  }

  /** Lets a fit pass over all batches but the last, as one that goes on where it was stopped. */
  private static final class GoingOn implements Callback {
    @Override
    public void onTrainBegin(TrainingRun fitting) {
      fitting.restore(fitting.state(), 0, IMAGES - 1);
    }
  }
}
