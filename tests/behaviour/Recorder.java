import dev.tenon.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Records what the commands of one checkout print and write for every recorded model, a text file a
 * model. Started by {@code tests/unchanged}, with the class path of that checkout.
 *
 * <p>A model whose record exists is passed over, so that the caller can start it again after a
 * crash; the model that it died on is recorded as such.
 */
final class Recorder {
  private static final List<List<String>> TARGETS =
      List.of(
          List.of("model.onnx"),
          List.of("model.keras"),
          List.of("model.h5"),
          List.of("both.h5", "--to", "both-h5"),
          List.of("tf.h5", "--to", "tf-keras-h5"),
          List.of("keras3.h5", "--to", "keras3-h5"),
          List.of("model.weights.h5"),
          List.of("model.savedmodel"),
          List.of("model.pb"));

  /** Files that are damaged, each in three ways. */
  private static final int DAMAGED = 70;

  private static final Pattern DURATION = Pattern.compile("\\b\\d+([.,]\\d+)? (ms|s)\\b");
  private static final Pattern SAVED_AT = Pattern.compile("\"date_saved\": *\"[^\"]*\"");

  private final Path data;
  private final Path out;
  private final Path work;

  private Recorder(Path data, Path out) {
    this.data = data;
    this.out = out;
    this.work = out.resolveSibling(out.getFileName() + ".work");
  }

  /**
   * @param args the folder whose models are taken, the folder of the records, every how many-th
   *     model, and a text that a model's path must contain
   */
  public static void main(String[] args) throws IOException {
    Recorder recorder = new Recorder(Path.of(args[0]), Path.of(args[1]));
    recorder.all(Integer.parseInt(args[2]), args.length > 3 ? args[3] : "");
    System.exit(0);
  }

  private void all(int every, String containing) throws IOException {
    Files.createDirectories(out);
    List<Path> models = models(containing);
    int step = Math.max(1, models.size() / DAMAGED);
    for (int i = 0; i < models.size(); i += every) {
      boolean damaged = i / every % Math.max(1, step / every) == 0;
      record(models.get(i), damaged);
    }
  }

  private List<Path> models(String containing) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(Recorder::isModel)
          .map(file -> file.endsWith("saved_model.pb") ? file.getParent() : file)
          .filter(file -> data.relativize(file).toString().contains(containing))
          .sorted()
          .toList();
    }
  }

  private static boolean isModel(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".onnx")
        || name.endsWith(".keras")
        || name.endsWith(".pb") && !name.matches("fingerprint.pb|keras_metadata.pb")
            && !file.toString().contains("test_data_set")
        || (name.endsWith(".h5") || name.endsWith(".hdf5")) && !name.contains("weights");
  }

  private void record(Path model, boolean damaged) throws IOException {
    String name = data.relativize(model).toString().replaceAll("[/\\\\]", "__");
    Path done = out.resolve(name + ".txt");
    Path begun = out.resolve(name + ".part");
    if (Files.exists(done)) {
      return;
    }
    if (Files.exists(begun)) {
      Files.writeString(done, "== the process ended\n");
      Files.delete(begun);
      return;
    }
    Files.writeString(begun, "");
    StringBuilder text = new StringBuilder();
    clear(work);
    Files.createDirectories(work);
    run(text, "summary", model.toString());
    run(text, "check", model.toString(), "--json");
    run(text, "inspect", model.toString(), "--json");
    recording(model).ifPresent(npz -> run(text, "verify", model.toString(), npz.toString()));
    for (List<String> target : TARGETS) {
      Path file = work.resolve(target.get(0));
      List<String> words = new ArrayList<>(List.of("convert", model.toString(), file.toString()));
      words.addAll(target.subList(1, target.size()));
      run(text, words.toArray(String[]::new));
      files(file, text);
      clear(file);
    }
    if (damaged && Files.isRegularFile(model)) {
      damage(model, text);
    }
    Files.writeString(done, text);
    Files.delete(begun);
  }

  private static java.util.Optional<Path> recording(Path model) {
    String name = model.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path beside = model.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".npz");
    return Files.exists(beside) ? java.util.Optional.of(beside) : java.util.Optional.empty();
  }

  /** Runs a command and adds its words, its exit code and what it printed. */
  private void run(StringBuilder text, String... words) {
    StringWriter printed = new StringWriter();
    PrintWriter writer = new PrintWriter(printed, true);
    int code;
    try {
      code = Main.run(writer, writer, words);
    } catch (RuntimeException | Error e) {
      code = -1;
      writer.println(e);
    }
    text.append(plain("== " + String.join(" ", words) + "\n" + printed))
        .append("exit code ")
        .append(code)
        .append('\n');
  }

  private String plain(String text) {
    String without =
        text.replace(work.toString(), "WORK").replace(data.toString(), "DATA").replace("\r", "\n");
    return DURATION.matcher(without).replaceAll("TIME");
  }

  /** Adds a line with the digest of each file below a path. */
  private void files(Path path, StringBuilder text) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        text.append("file ").append(work.relativize(file)).append(' ').append(bytes.length);
        text.append(' ').append(digest(normal(file.toString(), bytes))).append('\n');
      }
    }
  }

  /** Returns the bytes of a file without the times at which it was written. */
  private static byte[] normal(String name, byte[] bytes) throws IOException {
    if (!name.endsWith(".keras")) {
      return bytes;
    }
    StringBuilder entries = new StringBuilder();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readAllBytes();
        if (entry.getName().endsWith(".json")) {
          String json = new String(content, StandardCharsets.UTF_8);
          content = SAVED_AT.matcher(json).replaceAll("").getBytes(StandardCharsets.UTF_8);
        }
        entries.append(entry.getName()).append(' ').append(digest(content)).append('\n');
      }
    }
    return entries.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Adds what is said about a file that is cut, has changed bits, or has lost its beginning. */
  private void damage(Path model, StringBuilder text) throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    Random random = new Random(bytes.length);
    byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length / 2);
    byte[] changed = bytes.clone();
    for (int i = 0; i < 8 && changed.length > 0; i++) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    byte[] headless = bytes.clone();
    java.util.Arrays.fill(headless, 0, Math.min(16, headless.length), (byte) 0);
    String name = model.getFileName().toString();
    int i = 0;
    for (byte[] damaged : List.of(cut, changed, headless)) {
      Path file = work.resolve("damaged" + i++ + name.substring(name.lastIndexOf('.')));
      Files.write(file, damaged);
      run(text, "check", file.toString());
      run(text, "summary", file.toString());
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void clear(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
