package dev.tenon.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.convert.KerasConversion;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.console.Progress;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes each model of a list as Keras files of several kinds. */
public final class ConvertList {
  private final Output out;
  private final List<KerasFormat> formats;
  private final boolean includeOptimizer;
  private final Map<String, Integer> counts = new TreeMap<>();

  public ConvertList(Output out, List<KerasFormat> formats, boolean includeOptimizer) {
    this.out = out;
    this.formats = formats.isEmpty() ? Arrays.asList(KerasFormat.values()) : formats;
    this.includeOptimizer = includeOptimizer;
  }

  public int run(Path manifest, Path folder) throws IOException {
    List<JsonNode> rows = ManifestRun.rows(manifest);
    Files.createDirectories(folder);
    Progress progress = new Progress(out.err(), "convert", rows.size());
    for (JsonNode row : rows) {
      String file = row.path("file").asText();
      progress.step(file);
      Path source = manifest.resolveSibling(file);
      try (Model model = Model.load(source)) {
        write(row, model, file, folder);
      } catch (ModelException e) {
        counts.merge("not read", 1, Integer::sum);
        out.err().println(e.getMessage());
      }
    }
    progress.end();
    counts.forEach((what, count) -> out.err().println(what + ": " + count));
    out.err().flush();
    return counts.keySet().stream().anyMatch(what -> what.endsWith("different"))
        ? ExitCodes.FINDINGS
        : 0;
  }

  private void write(JsonNode row, Model model, String file, Path folder) throws IOException {
    try (Model layers = model.edit().toKeras()) {
      for (KerasFormat format : formats) {
        print(row, format, write(layers, file, format, folder));
      }
    } catch (UnsupportedModelException e) {
      // An ONNX network without layers: no kind of Keras file holds it.
      for (KerasFormat format : formats) {
        ObjectNode line = line(file, format);
        print(row, format, line.put("status", "refused").put("message", e.getMessage()));
      }
    }
  }

  private static ObjectNode line(String file, KerasFormat format) {
    return JsonNodeFactory.instance.objectNode().put("source", file).put("kind", format.label());
  }

  private ObjectNode write(Model model, String file, KerasFormat format, Path folder)
      throws IOException {
    ObjectNode line = line(file, format);
    String name = format.label();
    Path target = folder.resolve(file.replace('/', '_') + "." + name + format.suffix());
    try {
      List<String> notes = model.save(target, new KerasOptions(format, includeOptimizer)).notes();
      line.put("file", String.valueOf(target.getFileName()));
      notes.forEach(note -> line.withArray("/notes").add(note));
      boolean same = format == KerasFormat.WEIGHTS_H5 || isSame(model, target, format);
      line.put("status", same ? "ok" : "different");
    } catch (UnsupportedModelException e) {
      line.put("status", "refused");
      line.put("message", e.getMessage());
    }
    return line;
  }

  private static boolean isSame(Model model, Path written, KerasFormat format) throws IOException {
    try (Model again = Model.load(written)) {
      return KerasConversion.compare(model, again).isEmpty()
          && KerasConversion.refused(written, again, format).isEmpty();
    }
  }

  private void print(JsonNode row, KerasFormat format, ObjectNode line) {
    for (String key : List.of("golden", "tolerance")) {
      if (row.has(key)) {
        line.set(key, row.get(key));
      }
    }
    counts.merge(format.label() + " " + line.path("status").asText(), 1, Integer::sum);
    out.json(line, false);
  }
}
