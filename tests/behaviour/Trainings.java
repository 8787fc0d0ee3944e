import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Trains 20 of the recorded compiled models and writes their losses and weights to the bit. Started
 * by {@code tests/unchanged} with one thread and the class path of one checkout.
 */
final class Trainings {
  private static final int COUNT = 20;
  private static final int EPOCHS = 3;

  private Trainings() {}

  /**
   * @param args the folder of the recorded fits, and the file to write
   */
  public static void main(String[] args) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : chosen(Path.of(args[0]))) {
      text.append("== ").append(file.getFileName()).append('\n');
      train(file, text);
    }
    Files.writeString(Path.of(args[1]), text);
    System.exit(0);
  }

  private static List<Path> chosen(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all =
          files
              .filter(file -> file.toString().endsWith(".keras"))
              .filter(file -> Files.exists(recording(file)))
              .sorted()
              .toList();
      List<Path> some = new ArrayList<>();
      for (int i = 0; i < COUNT && i < all.size(); i++) {
        some.add(all.get(i * all.size() / Math.min(COUNT, all.size())));
      }
      return some;
    }
  }

  private static Path recording(Path model) {
    return model.resolveSibling(model.getFileName().toString().replace(".keras", ".npz"));
  }

  private static void train(Path file, StringBuilder text) throws IOException {
    try (Source source = Source.of(recording(file));
        Model model = Model.load(file)) {
      Map<String, Tensor> arrays = Npz.read(source);
      Batch samples = new Batch(all(arrays, "x"), all(arrays, "y"), all(arrays, "s"));
      model
          .fit(
              Dataset.of(samples).all(),
              FitOptions.fit().verbose(0).shuffle(false).batchSize(4).epochs(EPOCHS).seed(1L))
          .history()
          .forEach((name, values) -> values.forEach(value -> line(text, name, value)));
      model.weights().forEach((name, value) -> line(text, name, value));
    } catch (RuntimeException e) {
      text.append(e.getClass().getName()).append(": ").append(e.getMessage()).append('\n');
    }
  }

  private static void line(StringBuilder text, String name, double value) {
    text.append(name).append(' ').append(Double.toHexString(value)).append('\n');
  }

  private static void line(StringBuilder text, String name, Tensor value) {
    CRC32 digest = new CRC32();
    for (int i = 0; i < value.size(); i++) {
      long bits = Double.doubleToLongBits(value.getDouble(i));
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        digest.update((int) (bits >>> shift) & 0xff);
      }
    }
    text.append(name).append(' ').append(java.util.Arrays.toString(value.shape())).append(' ').append(digest.getValue());
    text.append('\n');
  }

  private static List<Tensor> all(Map<String, Tensor> arrays, String prefix) {
    List<Tensor> found = new ArrayList<>();
    for (Tensor next = arrays.get(prefix + 0); next != null; ) {
      found.add(next);
      next = arrays.get(prefix + found.size());
    }
    return found;
  }
}
