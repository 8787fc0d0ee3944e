import dev.tenon.Model;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Applications;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * Writes a network of the zoo with random weights as a file, and an image of noise that it takes.
 *
 * <p>Usage: java -cp "$(cat .tenon/classpath)" tests/interop/ZooModel.java ResNet152 model.keras in.npz
 */
public final class ZooModel {
  public static void main(String[] args) throws Exception {
    try (Model model = Applications.named(args[0]).createUntrained()) {
      model.save(Path.of(args[1]));
      long[] shape = model.inputs().get(0).shape().toLongs();
      int size = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = i == 0 ? 1 : shape[i] < 0 ? 224 : shape[i];
        size *= (int) shape[i];
      }
      Random random = new Random(5);
      float[] pixels = new float[size];
      for (int i = 0; i < size; i++) {
        pixels[i] = random.nextFloat() * 255;
      }
      Npz.write(Path.of(args[2]), Map.of("in0", Tensor.of(pixels, shape)));
    }
  }
}
