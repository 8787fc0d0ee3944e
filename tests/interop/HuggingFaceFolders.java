import static dev.tenon.training.FitOptions.fit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.formats.npz.Npz;
import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.text.Answer;
import dev.tenon.text.Embedder;
import dev.tenon.text.QuestionAnswerer;
import dev.tenon.text.SearchResult;
import dev.tenon.text.TextClassifier;
import dev.tenon.text.TokenClassifier;
import dev.tenon.training.FitOptions;
import dev.tenon.zoo.Prediction;
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
 * one; TARGET/tuned.PIPELINE and TARGET/tuned.npz of pipelines with new heads that learned; and
 * TARGET/minilm.npz with what both engines compute of texts of 1 to 300 numbers.
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
    tuned(goldens.resolveSibling("pipelines"), target);
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

  /** Gives encoders new heads, trains them and saves them with what they make of a text. */
  private static void tuned(Path pipelines, Path target) throws Exception {
    Seeds.setRandomSeed(1);
    String text = "Anna reads a good book";
    FitOptions options = fit().epochs(2).verbose(0);
    try (TextClassifier texts =
            TextClassifier.load(pipelines.resolve("masked.roberta"), List.of("ham", "spam"));
        TokenClassifier tokens =
            TokenClassifier.load(pipelines.resolve("sequence.distilbert"), List.of("O", "I-PER"));
        QuestionAnswerer questions =
            QuestionAnswerer.loadEncoder(pipelines.resolve("sequence.bert"));
        Embedder sentences = Embedder.load(pipelines.resolve("sentence.mpnet"))) {
      texts.fit(List.of(text, "bad music"), List.of("ham", "spam"), options);
      texts.save(target.resolve("tuned.texts"));
      List<String> words = List.of("Anna", "reads");
      tokens.fit(List.of(words), List.of(List.of("I-PER", "O")), options);
      tokens.save(target.resolve("tuned.tokens"));
      questions.fit(List.of("who"), List.of(text), List.of(Answer.in(text, "Anna")), options);
      questions.save(target.resolve("tuned.questions"));
      sentences.fit(List.of(text, "bad music"), List.of("a book", "music"), options);
      sentences.save(target.resolve("tuned.sentences"));
      Npz.write(
          target.resolve("tuned.npz"),
          Map.of(
              "texts", Tensor.of(scores(texts.classify(text)), 2),
              "sentences", Tensor.of(sentences.embed(text), sentences.dimension())));
    }
  }

  /** Returns the scores in the order of the classes. */
  private static float[] scores(List<Prediction> found) {
    float[] scores = new float[found.size()];
    found.forEach(one -> scores[one.index()] = one.score());
    return scores;
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
