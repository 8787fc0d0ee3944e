import dev.tenon.tokenizers.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tenon's side in the comparison of speed: {@code TokenizerSpeed TOKENIZER.json FILE}. */
final class TokenizerSpeed {
  public static void main(String[] arguments) throws IOException {
    List<String> texts = Files.readAllLines(Path.of(arguments[1]));
    double size =
        texts.stream().mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length).sum() / 1e6;
    Tokenizer tokenizer = Tokenizer.load(Path.of(arguments[0]));
    double best = Double.POSITIVE_INFINITY;
    long tokens = 0;
    for (int round = 0; round < 4; round++) {
      long start = System.nanoTime();
      tokens = 0;
      for (String text : texts) {
        tokens += tokenizer.encode(text).ids().length;
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        "%s\ttenon\t%d\t%.1f\t%.2f\t%.2f\t%d tokens%n",
        Path.of(arguments[0]).getFileName(), texts.size(), size, best, size / best, tokens);
  }
}
