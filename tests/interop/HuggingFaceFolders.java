import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Loads folders of transformers and writes them again: {@code java -cp … HuggingFaceFolders.java
 * GOLDENS MINILM TARGET}.
 *
 * <p>Writes TARGET/CASE, a folder, and TARGET/CASE.keras of each case; TARGET/weights.safetensors of
 * one; and TARGET/minilm.npz with what both engines compute of texts of 1 to 300 numbers.
 */
public final class HuggingFaceFolders {
  private HuggingFaceFolders() {}

  public static void main(String[] arguments) throws Exception {
    Path goldens = Path.of(arguments[0]);
    Path target = Path.of(arguments[2]);
    Files.createDirectories(target);
    List<Path> cases;
    try (Stream<Path> folders = Files.list(goldens)) {
      cases = folders.filter(Files::isDirectory).sorted().toList();
    }
    for (Path folder : cases) {
      String name = folder.getFileName().toString();
      try (Model model = Model.load(folder)) {
        model.save(target.resolve(name));
        model.save(target.resolve(name + ".keras"));
        if (name.equals("bert.base")) {
          model.save(target.resolve("weights.safetensors"));
        }
      }
    }
    minilm(Path.of(arguments[1]), target);
  }

  private static void minilm(Path folder, Path target) throws Exception {
    Map<String, Tensor> arrays = new TreeMap<>();
    try (Model model = Model.load(folder)) {
      for (int length : new int[] {1, 17, 300}) {
        int[] ids = new int[2 * length];
        int[] mask = new int[2 * length];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = 1 + (i * 7919) % 30_000;
          mask[i] = i < length || i % length < (length + 1) / 2 ? 1 : 0;
        }
        Map<String, Tensor> inputs =
            Map.of(
                "input_ids", Tensor.of(ids, 2, length),
                "attention_mask", Tensor.of(mask, 2, length),
                "token_type_ids", Tensor.of(new int[ids.length], 2, length));
        inputs.forEach((name, tensor) -> arrays.put(length + "." + name, tensor));
        for (Engine engine : List.of(Engine.TENSORFLOW, Engine.ONNX_RUNTIME)) {
          model
              .on(engine)
              .predict(inputs)
              .forEach((name, tensor) -> arrays.put(length + "." + engine + "." + name, tensor));
        }
      }
    }
    Npz.write(target.resolve("minilm.npz"), arrays);
  }
}
