import dev.tenon.engine.Engine;
import dev.tenon.text.Embedder;
import java.nio.file.Path;
import java.util.Arrays;

/** Tenon's side of embed.py: {@code EmbedStart FOLDER TEXT ENGINE} prints the vector of a text. */
final class EmbedStart {
  public static void main(String[] arguments) throws Exception {
    try (Embedder embedder = Embedder.load(Path.of(arguments[0]));
        Embedder view = embedder.on(Engine.of(arguments[2]))) {
      System.out.println(Arrays.toString(view.embed(arguments[1])));
    }
  }
}
