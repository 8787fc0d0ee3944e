import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.saving.onnx.OnnxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the models of a list in every format: {@code java -cp … ForeignFiles.java LIST ROOT FOLDER
 * TARGET…}.
 *
 * <p>LIST has one JSON object a line with the key "file", relative to ROOT. Targets are {@code
 * onnx}, {@code savedmodel}, {@code h5} (what an .h5 is by default) and the kinds of Keras files of
 * {@code tenon convert --to}. Prints one
 * JSON object a model and target: "source", "target", "status", and "file" and "notes" of a written
 * file, "reasons" of a refusal. A status is {@code written}, {@code refused} (the target lacks
 * something), {@code unread} (the source cannot be read) or {@code failed} (any other exception,
 * which is a fault of Tenon, as is a refusal that leaves a file behind).
 */
public final class ForeignFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ForeignFiles() {}

  /** Writes one file of an open model; returns what the user is told of it. */
  private interface Writer {
    List<String> write(Model model, Path target) throws IOException;
  }

  private record Target(String name, String suffix, Writer writer) {
    static Target of(String name) {
      return switch (name) {
        case "onnx" ->
            new Target(name, ".onnx", (model, file) -> model.save(file, OnnxOptions.DEFAULTS).notes());
        case "savedmodel" -> new Target(name, "", (model, file) -> model.export(file).notes());
        case "h5" -> new Target(name, ".h5", ForeignFiles::byDefault);
        default -> {
          KerasFormat format =
              Stream.of(KerasFormat.values())
                  .filter(kind -> kind.label().equals(name))
                  .findFirst()
                  .orElseThrow(() -> new IllegalArgumentException("no target '" + name + "'"));
          yield new Target(
              name,
              format == KerasFormat.KERAS ? ".keras" : ".h5",
              (model, file) -> keras(model, file, KerasOptions.of(format)));
        }
      };
    }
  }

  /** Writes the kind of .h5 that nobody has to ask for. */
  private static List<String> byDefault(Model model, Path file) throws IOException {
    try (Model layers = model.edit().toKeras()) {
      return layers.save(file).notes();
    }
  }

  private static List<String> keras(Model model, Path file, KerasOptions options)
      throws IOException {
    try (Model layers = model.edit().toKeras()) {
      return layers.save(file, options).notes();
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[1]);
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    List<Target> targets = Stream.of(arguments).skip(3).map(Target::of).toList();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String source = JSON.readTree(line).path("file").asText();
      for (Target target : targets) {
        // Opened again for each target: what one writer does must not reach the next.
        System.out.println(JSON.writeValueAsString(written(root, source, target, folder)));
      }
    }
  }

  private static JsonNode written(Path root, String source, Target target, Path folder) {
    ObjectNode line = JSON.createObjectNode();
    line.put("source", source).put("target", target.name());
    Path file = folder.resolve(source.replace('/', '~') + "." + target.name() + target.suffix());
    boolean open = false;
    try (Model model = Model.load(root.resolve(source))) {
      open = true;
      List<String> notes = target.writer().write(model, file);
      notes.forEach(line.withArray("/notes")::add);
      return line.put("status", "written").put("file", String.valueOf(file.getFileName()));
    } catch (UnsupportedModelException e) {
      List<String> reasons = e.unsupported().isEmpty() ? List.of(first(e)) : e.unsupported();
      reasons.forEach(line.withArray("/reasons")::add);
      line.put("message", e.getMessage());
      line.put("status", open ? "refused" : "unread");
    } catch (MalformedModelException e) {
      line.withArray("/reasons").add(first(e));
      line.put("status", open ? "failed" : "unread");
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      line.withArray("/reasons").add(e.getClass().getSimpleName() + ": " + first(e));
      line.put("status", "failed");
      e.printStackTrace();
    }
    if (Files.exists(file)) {
      line.withArray("/reasons").add("a refused file was left behind");
      line.put("status", "failed");
    }
    return line;
  }

  private static String first(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
