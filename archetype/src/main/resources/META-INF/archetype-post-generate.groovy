// Leaves the sources of the role that was asked for, and puts them where the package is.
import java.nio.file.Files
import java.nio.file.Path

def role = request.properties['role']
def inPackage = request.properties['package'].replace('.', '/')
Path project = Path.of(request.outputDirectory, request.artifactId)

['src/main/java', 'src/test/java'].each { sources ->
  Path home = project.resolve(sources).resolve(inPackage)
  home.toFile().listFiles({ it.directory } as FileFilter).each { each ->
    if (each.name == role) {
      each.listFiles().each { Files.move(it.toPath(), home.resolve(it.name)) }
    }
    each.deleteDir()
  }
}
