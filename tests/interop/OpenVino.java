import dev.tenon.cli.Main;
import dev.tenon.engine.Engine;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs a command of tenon whose engine onnxruntime computes by OpenVINO: the library, then the command's words. */
public final class OpenVino {
  private OpenVino() {}

  public static void main(String[] args) {
    Engine.onnxruntime().openvino(Path.of(args[0])).use();
    Main.main(Arrays.copyOfRange(args, 1, args.length));
  }
}
