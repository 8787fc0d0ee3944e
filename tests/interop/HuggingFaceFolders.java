import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.text.Embedder;
import dev.tenon.text.SearchResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Loads folders of transformers and writes them again: {@code java -cp … HuggingFaceFolders.java
 * GOLDENS MINILM TARGET ONNX}.
 *
 * <p>Writes TARGET/CASE, a folder, and TARGET/CASE.keras of each case; TARGET/weights.safetensors of
 * one; and TARGET/minilm.npz with what both engines compute of texts of 1 to 300 numbers.
 *
 * <p>ONNX is a folder with an ONNX file and a tokenizer: TARGET/embeddings.npz gets the vectors of
 * TARGET/texts.json, and the four nearest texts of the first. TARGET/encoder/sentence.keras is a
 * sentence encoder with its tokenizer.
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
    embeddings(Path.of(arguments[3]), target);
    try (Model model = Model.load(goldens.resolveSibling("pipelines/sentence.bert"))) {
      model.save(Files.createDirectory(target.resolve("encoder")).resolve("sentence.keras"));
    }
  }

  private static void embeddings(Path folder, Path target) throws Exception {
    List<String> texts =
        List.of(new ObjectMapper().readValue(target.resolve("texts.json").toFile(), String[].class));
    Map<String, Tensor> arrays = new TreeMap<>();
    try (Embedder embedder = Embedder.load(folder)) {
      for (Engine engine : List.of(Engine.TENSORFLOW, Engine.ONNX_RUNTIME)) {
        try (Embedder view = embedder.on(engine)) {
          float[][] vectors = view.embed(texts);
          int[] found =
              Embedder.topK(vectors[0], vectors, 4).stream().mapToInt(SearchResult::index).toArray();
          arrays.put("vectors." + engine, Tensor.of(vectors));
          arrays.put("found." + engine, Tensor.of(found, found.length));
        }
      }
    }
    Npz.write(target.resolve("embeddings.npz"), arrays);
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
