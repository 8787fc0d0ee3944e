package dev.tenon.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.VerdictTable;
import dev.tenon.formats.WholeFile;
import dev.tenon.internal.console.Progress;
import dev.tenon.verify.Bound;
import dev.tenon.verify.OnnxSuite;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks one model or a list of them, and prints a JSON line or a row for each and a summary. */
public final class ManifestRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Output out;
  private final boolean json;
  private final Verifiers verifiers;
  private final VerdictTable table = new VerdictTable();

  /** Makes the verifier of a row, which may record a tolerance of its own. */
  @FunctionalInterface
  public interface Verifiers {
    Verifier of(int row, @Nullable Double tolerance);
  }

  /** Makes what checks the test of a number. */
  @FunctionalInterface
  public interface Suites {
    OnnxSuite of(int test);
  }

  public ManifestRun(Output out, boolean json, Verifiers verifiers) {
    this.out = out;
    this.json = json;
    this.verifiers = verifiers;
  }

  public int one(Path model, Path golden) {
    Verdict verdict = verifiers.of(0, null).verify(model, golden);
    print(model.toString(), verdict);
    printTable();
    return verdict.status().good() ? 0 : ExitCodes.FINDINGS;
  }

  public int all(Path manifest, Path root) throws IOException {
    List<JsonNode> rows = rows(manifest);
    Map<Verdict.Status, Integer> counts = new EnumMap<>(Verdict.Status.class);
    Progress progress = new Progress(out.err(), "verify", rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String file = rows.get(i).path("file").asText();
      JsonNode golden = rows.get(i).get("golden");
      boolean recorded = golden != null && !golden.isNull();
      progress.step(file);
      JsonNode tolerance = rows.get(i).get("tolerance");
      boolean bounded = tolerance != null && tolerance.isNumber();
      Verifier verifier = verifiers.of(i, bounded ? tolerance.asDouble() : null);
      Verdict verdict;
      try {
        verdict =
            verifier.verify(root.resolve(file), recorded ? root.resolve(golden.asText()) : null);
      } catch (InvalidPathException e) {
        verdict = new Verdict(Verdict.Status.ERROR, 0, 0, List.of(), "no path: " + e.getMessage());
      }
      counts.merge(verdict.status(), 1, Integer::sum);
      print(file, verdict);
    }
    progress.end();
    printTable();
    return summary(counts, rows.size() + " models: ");
  }

  /** Checks the operator tests of a folder. */
  public int suite(Path folder, Suites suites) throws IOException {
    List<Path> tests = OnnxSuite.tests(folder);
    if (tests.isEmpty()) {
      throw new IllegalArgumentException(
          folder + ": has no tests; expected folders with a model.onnx and recorded values");
    }
    Map<Verdict.Status, Integer> counts = new EnumMap<>(Verdict.Status.class);
    Map<Verdict.Status, Integer> twins = new EnumMap<>(Verdict.Status.class);
    Progress progress = new Progress(out.err(), "verify", tests.size());
    for (int i = 0; i < tests.size(); i++) {
      String name = String.valueOf(tests.get(i).getFileName());
      progress.step(name);
      Verdict verdict = suites.of(i).verify(tests.get(i));
      counts.merge(verdict.status(), 1, Integer::sum);
      if (name.endsWith("_expanded")) {
        twins.merge(verdict.status(), 1, Integer::sum);
      }
      print(name, verdict);
    }
    progress.end();
    printTable();
    if (!twins.isEmpty()) {
      out.line(line(twins, "of these written as functions (_expanded): "));
    }
    return summary(counts, tests.size() + " tests: ");
  }

  private int summary(Map<Verdict.Status, Integer> counts, String start) {
    out.line(line(counts, start));
    boolean good = counts.keySet().stream().allMatch(Verdict.Status::good);
    return good ? 0 : ExitCodes.FINDINGS;
  }

  private static String line(Map<Verdict.Status, Integer> counts, String start) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().text() + " " + entry.getValue())
        .collect(Collectors.joining(", ", start, ""));
  }

  private void printTable() {
    if (!json) {
      out.print(table.toString());
    }
  }

  private void print(String file, Verdict verdict) {
    if (!json) {
      table.add(file, verdict);
      return;
    }
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("file", file);
    line.put("status", verdict.status().text());
    // JSON has no infinity: a difference that is not a number is null.
    if (Double.isFinite(verdict.relDiff())) {
      line.put("max_abs_diff", verdict.maxAbsDiff());
      line.put("rel_diff", verdict.relDiff());
    } else {
      line.putNull("max_abs_diff");
      line.putNull("rel_diff");
    }
    line.put("engine", verdict.engineNames());
    line.put("message", verdict.message());
    Bound bound = verdict.bound();
    if (bound != null) {
      line.put("tolerance", bound.relative());
    }
    out.json(line, false);
  }

  public static List<JsonNode> rows(Path manifest) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    int number = 0;
    for (String line : WholeFile.text(manifest).lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode row = JSON.readTree(line);
        if (!row.path("file").isTextual()) {
          throw new IllegalArgumentException(manifest + ":" + number + ": no key 'file'");
        }
        rows.add(row);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            manifest + ":" + number + ": not a JSON object: " + e.getOriginalMessage(), e);
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          manifest + ": lists no models; expected a JSON object with 'file' on each line");
    }
    return rows;
  }
}
