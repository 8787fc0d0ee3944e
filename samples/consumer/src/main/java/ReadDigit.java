import dev.tenon.Model;
import dev.tenon.image.ColorMode;
import dev.tenon.image.Images;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;

public final class ReadDigit {
  public static void main(String[] args) throws Exception {
    try (Model model = Model.load(Path.of(args[0]))) {
      Tensor image = Images.load(Path.of(args[1]), ColorMode.GRAYSCALE);
      Tensor scores = model.predictOne(image);
      System.out.println("This is a " + scores.argMax(0).getLong(0));
    }
  }
}
