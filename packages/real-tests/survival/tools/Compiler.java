import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Base64;
import javax.tools.ToolProvider;

/** javac that stays. A line of input has its arguments, apart by tabs; a line of output the exit code, and what it said in Base64. */
public class Compiler {
  public static void main(String[] args) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = lines.readLine()) != null; ) {
      var said = new ByteArrayOutputStream();
      int exitCode = compiler.run(null, said, said, line.split("\t"));
      System.out.println(exitCode + " " + Base64.getEncoder().encodeToString(said.toByteArray()));
    }
  }
}
