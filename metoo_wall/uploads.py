from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError


class RefuseFiles(FileUploadHandler):
    """No form of ours takes a file: the first one ends the parsing with a 400, and nothing reaches a disk."""

    def new_file(self, *args, **kwargs):
        raise MultiPartParserError("This site takes no files.")

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None
