package example

import dev.tenon.Model
import dev.tenon.Tenon.*
import dev.tenon.engine.Engine
import dev.tenon.tensor.Tensor
import java.nio.file.Files
import java.nio.file.Path

/** Trains a model, saves it and runs the files. */
fun main(arguments: Array<String>) {
  println("in Kotlin")
  val folder = Path.of(arguments[0])
  val x = Tensor.random(1, 32, 4)
  val y = x.mean(1, true)
  val keras = folder.resolve("model.keras")
  val onnx = folder.resolve("model.onnx")
  sequential(input(4), dense(8).activation("relu"), dense(1)).use { model ->
    model.compile(adam(1e-2), "mse")
    val loss = model.fit(x, y, fit().epochs(20).verbose(0)).history().get("loss")!!
    println("trained: ${loss.last() < loss.first()}")
    val expected = model.predict(x)
    for (file in listOf(keras, onnx)) {
      model.save(file.toString())
      Model.load(file).use { again ->
        for (engine in Engine.values()) {
          val apart = again.on(engine).predict(x).subtract(expected).abs().max()
          println("${file.fileName} on $engine: ${apart.getDouble(0) < 1e-5}")
        }
      }
    }
  }
  println("files: ${Files.size(keras) > 0 && Files.size(onnx) > 0}")
}
